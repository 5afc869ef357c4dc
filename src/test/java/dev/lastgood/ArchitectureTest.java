// SPDX-License-Identifier: Apache-2.0
package dev.lastgood;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lastgood.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may know whom, and which package is the only user of what.
///
/// A rule that can't match anything proves nothing: ArchUnit fails one that saw no class, and each
/// rule about a library also asserts that somebody uses it.
final class ArchitectureTest {
  private static final String ROOT = "dev.lastgood";

  /// The packages, and which others each may know.
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("file", Set.of()),
          Map.entry("host", Set.of("sync.port", "process")),
          Map.entry("net", Set.of()),
          Map.entry("text", Set.of()),
          Map.entry("json", Set.of("model", "text")),
          Map.entry("yaml", Set.of("text")),
          Map.entry("config", Set.of("model", "text", "yaml", "json", "file")),
          Map.entry("sync", Set.of("model", "text")),
          Map.entry("sync.port", Set.of("model", "text")),
          Map.entry("process", Set.of()),
          Map.entry("git", Set.of("sync.port", "model", "text", "file", "net")),
          Map.entry("git.link", Set.of("git.wire", "sync.port", "model", "text", "file", "net")),
          Map.entry("git.wire", Set.of()),
          Map.entry("ledger", Set.of("git.link", "sync.port", "model", "json", "text", "file")),
          Map.entry("log", Set.of("text")),
          Map.entry("app", Set.of("sync", "model", "config", "text")),
          Map.entry("watch", Set.of("app", "sync", "model", "config", "json", "text", "file")),
          Map.entry("page", Set.of("report", "app", "sync", "model", "text")),
          Map.entry("metrics", Set.of("app", "sync", "model", "text", "file")),
          Map.entry("report", Set.of("app", "sync", "model", "config", "text", "json")),
          Map.entry(
              "notify", Set.of("app", "sync", "model", "text", "json", "file", "process", "http")),
          Map.entry("destination", Set.of("sync.port", "model", "file", "host")),
          Map.entry("state", Set.of("sync.port", "model", "json", "file", "host")),
          Map.entry(
              "check", Set.of("sync.port", "model", "text", "process", "yaml", "file", "http")),
          Map.entry("service", Set.of("sync.port", "model", "text", "process")),
          Map.entry("http", Set.of("model", "text", "file", "net")),
          Map.entry("probe", Set.of("sync.port", "model", "text", "process", "file", "http")));

  /// The rooms of `git`, and which others of them each may know; the drawing has no circle.
  private static final Map<String, Set<String>> WITHIN_GIT =
      Map.of(
          "wire", Set.of(),
          "link", Set.of("wire"),
          "history", Set.of("link", "wire"),
          "sign", Set.of("history", "link", "wire"),
          "read", Set.of("sign", "history", "link", "wire"));

  /// May know everything of the core, and is known by nobody there.
  private static final Set<String> MAY_KNOW_ALL = Set.of("cli");

  /// What ships and is no part of the core (`src/demo/java`), and what each of it may know.
  private static final Map<String, Set<String>> BESIDE_THE_CORE =
      Map.ofEntries(
          Map.entry("gitserver", Set.of("git", "model", "process")),
          Map.entry("demo", Set.of("gitserver", "model", "process")),
          Map.entry("rehearsal", Set.of("gitserver", "model", "cli")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void knows_every_package() {
    Set<String> found = new TreeSet<>();
    packages().forEach(each -> found.add(each.getRelativeName()));

    Set<String> table = new TreeSet<>(MAY_KNOW_ALL);
    table.addAll(names());
    table.removeIf(name -> name.contains(".")); // a room inside a room
    assertThat(found).isEqualTo(table);
  }

  @Test
  void has_the_table_that_the_decision_shows() throws IOException {
    Map<String, Set<String>> shown = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/adr/0007-divide-the-code-into-rooms.md"))) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 5 && cells[1].strip().startsWith("`")) {
        shown.put(named(cells[1]).iterator().next(), named(cells[3]));
      }
    }

    Map<String, Set<String>> table = new TreeMap<>(MAY_KNOW);
    MAY_KNOW_ALL.forEach(each -> table.put(each, Set.of()));
    assertThat(shown).isEqualTo(table);
  }

  /// In docs/design.md, names stand at the beginning of a line, what they mean after a wide gap.
  @Test
  void is_drawn_from_top_to_bottom() throws IOException {
    String design = Files.readString(Path.of("docs/design.md"));
    List<String> lines = design.split("```")[1].lines().toList();
    Map<String, Integer> drawn = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      for (String name : lines.get(i).split(" {3,}", 2)[0].strip().split(" +")) {
        drawn.put(name, i);
      }
    }
    drawn.remove("");

    Set<String> rooms = new TreeSet<>(MAY_KNOW.keySet());
    rooms.addAll(MAY_KNOW_ALL);
    assertThat(drawn.keySet()).isEqualTo(rooms);
    MAY_KNOW.forEach((room, others) ->
        assertThat(others)
            .as(room + " knows what is drawn below it")
            .allMatch(other -> drawn.getOrDefault(other, 0) > drawn.getOrDefault(room, 0)));
  }

  private static Set<String> named(String cell) {
    Set<String> names = new TreeSet<>();
    Matcher name = Pattern.compile("`([a-z.]+)`").matcher(cell);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  @Test
  void marks_every_package_as_free_of_null() {
    List<JavaPackage> all =
        CLASSES.getPackage(ROOT).getSubpackagesInTree().stream()
            .filter(each -> !each.getClasses().isEmpty())
            .toList();

    assertThat(all).isNotEmpty().allMatch(each -> each.isAnnotatedWith(NullMarked.class));
  }

  /// Rooms within rooms too, which the table does not name.
  @Test
  void has_no_circle_between_packages() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void keeps_to_the_packages_it_may_know(String name) {
    Set<String> known = new TreeSet<>(mayKnow(name));
    known.add(name);

    noClasses()
        .that(are(name))
        .should()
        .dependOnClassesThat(in(ROOT + "..").and(not(ours(known))))
        .as(name + " knows nothing of ours but " + known)
        .check(CLASSES);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("roomsOfGit")
  void keeps_to_the_rooms_of_git_it_may_know(String name) {
    Set<String> known = new TreeSet<>(Set.of("git." + name));
    WITHIN_GIT.getOrDefault(name, Set.of()).forEach(each -> known.add("git." + each));

    noClasses()
        .that(are("git." + name))
        .should()
        .dependOnClassesThat(in(ROOT + ".git.*..").and(not(ours(known))))
        .as("git." + name + " knows nothing of git but " + known)
        .check(CLASSES);
  }

  static Set<String> roomsOfGit() {
    Set<String> rooms = new TreeSet<>();
    CLASSES
        .getPackage(ROOT + ".git")
        .getSubpackages()
        .forEach(each -> rooms.add(each.getRelativeName()));
    assertThat(rooms).isEqualTo(WITHIN_GIT.keySet());
    return rooms;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keeps")
  void keeps_a_library_where_it_belongs(Keep keep) {
    Set<String> users = new TreeSet<>(keep.others());
    users.add(keep.owner());

    noClasses()
        .that(are(not(ours(users))))
        .should()
        .dependOnClassesThat(keep.what())
        .as("only " + users + " use " + keep)
        .check(CLASSES);

    boolean used =
        CLASSES.that(ours(users)).stream()
            .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
            .anyMatch(each -> keep.what().test(each.getTargetClass()));
    assertThat(used).as("somebody uses " + keep).isTrue();
  }

  @Test
  void exits_the_jvm_in_main_only() {
    noClasses()
        .that(are(not(belongToAnyOf(Main.class))))
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
    assertThat(CLASSES.get(Main.class).getMethodCallsFromSelf())
        .anyMatch(call -> call.getTarget().getFullName().equals("java.lang.System.exit(int)"));
  }

  @Test
  void prints_and_logs_through_slf4j_but_for_cli_and_demo() {
    noClasses()
        .that(are(not(ours(Set.of("cli", "demo", "log")))))
        .should(ACCESS_STANDARD_STREAMS)
        .orShould(USE_JAVA_UTIL_LOGGING)
        .check(CLASSES);
  }

  @Test
  void keeps_demo_and_rehearsal_out_of_the_core() {
    noClasses()
        .that(are(not(ours(BESIDE_THE_CORE.keySet()))).and(not(simpleName("DemoCommand"))))
        .should()
        .dependOnClassesThat(ours(BESIDE_THE_CORE.keySet()))
        .check(CLASSES);
  }

  static Set<String> names() {
    Set<String> names = new TreeSet<>(MAY_KNOW.keySet());
    names.addAll(BESIDE_THE_CORE.keySet());
    return names;
  }

  private static Set<String> mayKnow(String name) {
    return MAY_KNOW.getOrDefault(name, BESIDE_THE_CORE.getOrDefault(name, Set.of()));
  }

  static List<Keep> keeps() {
    return List.of(
        new Keep("SnakeYAML", in("org.yaml.snakeyaml.."), "yaml", Set.of("config", "check")),
        new Keep("JGit", in("org.eclipse.jgit.."), "git", Set.of("ledger", "gitserver")),
        new Keep("libc", in("java.lang.foreign.."), "file", Set.of("host")),
        new Keep("java.net.http", in("java.net.http.."), "http", Set.of()),
        new Keep(
            "jdk.httpserver",
            in("com.sun.net.httpserver.."),
            "watch",
            Set.of("gitserver", "demo", "rehearsal")),
        new Keep(
            "ProcessBuilder",
            belongToAnyOf(ProcessBuilder.class),
            "process",
            Set.of("demo", "rehearsal")),
        new Keep("picocli", in("picocli.."), "cli", Set.of("rehearsal")),
        new Keep("Logback", in("ch.qos.logback.."), "log", Set.of()),
        new Keep("Gson", in("com.google.gson.."), "json", Set.of("http")));
  }

  private static Stream<JavaPackage> packages() {
    return CLASSES.getPackage(ROOT).getSubpackages().stream();
  }

  private static DescribedPredicate<JavaClass> are(String name) {
    return are(ours(Set.of(name)));
  }

  /// A compiled package-info is no class of ours to judge.
  private static DescribedPredicate<JavaClass> are(DescribedPredicate<JavaClass> these) {
    return these.and(not(simpleName("package-info")));
  }

  private static DescribedPredicate<JavaClass> ours(Set<String> names) {
    return resideInAnyPackage(
        names.stream().map(each -> ROOT + "." + each + "..").toArray(String[]::new));
  }

  private static DescribedPredicate<JavaClass> in(String packages) {
    return resideInAPackage(packages);
  }

  /// Something that only a few packages may use.
  ///
  /// @param owner must use it, once it has a class
  /// @param others may use it too
  record Keep(String name, DescribedPredicate<JavaClass> what, String owner, Set<String> others) {
    @Override
    public String toString() {
      return name;
    }
  }
}
