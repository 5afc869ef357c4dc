// SPDX-License-Identifier: Apache-2.0
package dev.lastgood;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What docs/design.md, the decisions and CONTRIBUTING.md name is there: a document whose names are
/// gone leads nobody anywhere.
final class DocumentedNamesTest {
  /// A class, with its package before it or its member after it.
  private static final String NAME = "(?:[a-z]+\\.)*[A-Z]\\w*[a-z]\\w*(?:\\.\\w+)*";

  private static final Pattern IN_TEXT = Pattern.compile("`(" + NAME + ")`");

  /// Names stand after a branch; elsewhere they have a member, or a second capital.
  private static final Pattern IN_DRAWING =
      Pattern.compile(
          "(?<=[├└] )" + NAME + "|\\b[A-Z]\\w*\\.[a-z]\\w*|\\b[A-Z]\\w*[a-z]\\w*[A-Z]\\w*");

  /// Of the JDK, JGit and systemd.
  private static final Set<String> NOT_OURS =
      Set.of(
          "InMemoryRepository",
          "NoNewPrivileges",
          "PackParser",
          "StoredConfig",
          "String.format",
          "sun.misc.Signal");

  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("dev.lastgood");

  @Test
  void every_class_and_method_of_the_design_is_there() throws IOException {
    String[] parts = Files.readString(Path.of("docs/design.md")).split("```");
    Set<String> named = new TreeSet<>();
    for (int i = 0; i < parts.length; i++) {
      named.addAll(names(i % 2 == 0 ? IN_TEXT : IN_DRAWING, parts[i]));
    }

    assertThat(named).hasSizeGreaterThan(50);
    assertThat(named).filteredOn(name -> !isThere(name)).isEmpty();
  }

  @Test
  void every_class_and_method_of_a_decision_is_there() throws IOException {
    Set<String> named = new TreeSet<>(names(IN_TEXT, Files.readString(Path.of("CONTRIBUTING.md"))));
    try (DirectoryStream<Path> decisions = Files.newDirectoryStream(Path.of("docs/adr"), "*.md")) {
      for (Path decision : decisions) {
        named.addAll(names(IN_TEXT, Files.readString(decision)));
      }
    }

    assertThat(named).hasSizeGreaterThan(50).containsAll(NOT_OURS);
    assertThat(named).filteredOn(name -> !NOT_OURS.contains(name) && !isThere(name)).isEmpty();
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(DocumentedNamesTest::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(MatchResult match) {
    return match.groupCount() > 0 ? match.group(1) : match.group();
  }

  /// Whether a class has this name, or its outer class and a member have.
  private static boolean isThere(String name) {
    List<String> words = Arrays.asList(name.split("\\."));
    String last = words.getLast();
    String before = String.join(".", words.subList(0, words.size() - 1));
    return CLASSES.stream()
        .anyMatch(each ->
            isCalled(each, name) || (isCalled(each, before) && members(each).contains(last)));
  }

  private static boolean isCalled(JavaClass each, String name) {
    return ("." + each.getName().replace('$', '.')).endsWith("." + name);
  }

  private static Set<String> members(JavaClass each) {
    return Stream.concat(each.getMethods().stream(), each.getFields().stream())
        .map(JavaMember::getName)
        .collect(Collectors.toSet());
  }
}
