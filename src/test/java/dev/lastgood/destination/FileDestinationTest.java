// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.destination;

import static dev.lastgood.testkit.Failures.failure;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.file.FileAttributes.Owner;
import dev.lastgood.model.Failure;
import dev.lastgood.model.FileMode;
import dev.lastgood.model.Place;
import dev.lastgood.model.Place.OnDrift;
import dev.lastgood.model.Remedy;
import dev.lastgood.process.Command;
import dev.lastgood.process.CommandRunner;
import dev.lastgood.process.Finished;
import dev.lastgood.sync.port.Destination;
import dev.lastgood.sync.port.DestinationContract;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class FileDestinationTest extends DestinationContract {
  private final Destination destination = new FileDestination(() -> Optional.of("0123"));

  /// What [DeploymentProgram] needs, where another user can read it too.
  @TempDir static Path programs;

  @TempDir Path directory;

  @BeforeAll
  static void install() throws Exception {
    Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (Class<?> part : List.of(FileDestination.class, DeploymentProgram.class, Logger.class)) {
      Path from = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
      String to = Files.isDirectory(from) ? "." : "slf4j.jar";
      run("cp", "-rT", from.toString(), programs.resolve(to).toString());
    }
    run("chmod", "-R", "a+rX", programs.toString());
  }

  @Override
  protected Destination destination() {
    return destination;
  }

  @Override
  protected Place place() {
    return new Place(path(), Optional.empty(), true, OnDrift.HEAL);
  }

  @Override
  protected boolean canRemember() throws Exception {
    return Files.getFileStore(directory)
        .supportsFileAttributeView(UserDefinedFileAttributeView.class);
  }

  private Path path() {
    return directory.resolve("rules.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"longer than before", "evil", ""})
  void a_staged_file_that_was_changed_meanwhile_is_not_swapped_in(String other) throws Exception {
    Files.writeString(path(), OLD.text());
    Destination.Staged staged = destination.stage(place(), NEW);
    Files.writeString(staged.file(), other);

    assertThat(failure(() -> destination.swap(staged)).message())
        .startsWith("the staged file " + staged.file() + " was changed by another program");
    assertThat(path()).hasContent(OLD.text());
  }

  @Test
  void the_staged_file_is_beside_the_destination_and_holds_the_bytes() throws Exception {
    Path file = destination.stage(place(), NEW).file();
    assertThat(file).hasParent(directory).hasBinaryContent(NEW.bytes());
    assertThat(file.getFileName().toString()).matches("\\.rules\\.yaml\\.lastgood-[0-9a-f]{16}");
  }

  @Test
  void another_record_and_a_foreign_mark_are_told_apart() throws Exception {
    assumeTrue(canRemember(), "needs a file system with extended attributes");
    new FileDestination(() -> Optional.of("4567"))
        .swap(new FileDestination(() -> Optional.of("4567")).stage(place(), NEW));
    assertThat(destination.deploymentTag(place()))
        .contains(new Destination.DeploymentTag(false, NEW.blob()));
    Files.getFileAttributeView(path(), UserDefinedFileAttributeView.class)
        .write("lastgood.state", ByteBuffer.wrap("0123:no blob".getBytes(US_ASCII)));
    assertThat(destination.deploymentTag(place())).isEmpty();
  }

  @Test
  void a_new_file_can_be_read_by_everybody() throws Exception {
    destination.swap(destination.stage(place(), NEW));
    assertThat(mode(path())).isEqualTo("0644");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0600", "0640", "0644", "0666", "0755"})
  void the_old_mode_is_kept(String mode) throws Exception {
    standing(mode);
    assertThat(mode(destination.stage(place(), NEW).file())).isEqualTo(mode);
    destination.swap(destination.stage(place(), NEW));
    assertThat(mode(path())).isEqualTo(mode);
  }

  @Test
  void the_configured_mode_is_set_before_the_swap() throws Exception {
    standing("0600");
    Place place = new Place(path(), Optional.of(FileMode.parse("0664")), false, OnDrift.HEAL);
    Destination.Staged staged = destination.stage(place, NEW);
    assertThat(mode(staged.file())).isEqualTo("0664");
    destination.swap(staged);
    assertThat(mode(path())).isEqualTo("0664");
  }

  @Test
  void the_previous_bytes_stay_beside_it_with_their_mode() throws Exception {
    standing("0640");
    destination.swap(destination.stage(place(), NEW));
    Path previous = directory.resolve("rules.yaml.prev");
    assertThat(previous).hasBinaryContent(OLD.bytes());
    assertThat(mode(previous)).isEqualTo("0640");
    assertThat(names()).containsExactly("rules.yaml", "rules.yaml.prev");
  }

  @Test
  void the_previous_bytes_do_not_stay_unless_asked_for() throws Exception {
    standing("0640");
    Place place = new Place(path(), Optional.empty(), false, OnDrift.HEAL);
    destination.swap(destination.stage(place, NEW));
    assertThat(names()).containsExactly("rules.yaml");
  }

  @Test
  void who_has_the_old_file_open_still_reads_the_old_bytes() throws Exception {
    standing("0644");
    try (RandomAccessFile reader = new RandomAccessFile(path().toFile(), "r")) {
      destination.swap(destination.stage(place(), NEW));
      byte[] seen = new byte[(int) reader.length()];
      reader.readFully(seen);
      assertThat(seen).isEqualTo(OLD.bytes());
    }
  }

  @Test
  void discarding_and_sweeping_leave_nothing_and_touch_nothing_else() throws Exception {
    standing("0644");
    Files.writeString(directory.resolve(".rules.yaml.lastgood-notes"), "mine");
    Files.writeString(directory.resolve(".other.yaml.lastgood-0123456789abcdef"), "mine");
    Files.createDirectory(directory.resolve(".rules.yaml.lastgood-0123456789abcdef"));
    Files.createSymbolicLink(directory.resolve(".rules.yaml.lastgood-fedcba9876543210"), path());
    List<String> before = names();
    destination.discard(destination.stage(place(), NEW));
    assertThat(names()).isEqualTo(before);

    assertThat(destination.stage(place(), NEW).file()).exists();
    Files.writeString(directory.resolve(".rules.yaml.prev.lastgood-0123456789abcdef"), "left");
    destination.sweep(place());
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void sweeping_a_missing_directory_is_fine() {
    destination.sweep(at(directory.resolve("missing/rules.yaml")));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_symlink_is_refused_and_left_alone() throws Exception {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "untouched");
    Files.createSymbolicLink(path(), elsewhere);
    refusesEverywhere("is a symlink to " + elsewhere + "; it is not touched");
    assertThat(elsewhere).hasContent("untouched");
    assertThat(path()).isSymbolicLink();
  }

  @Test
  void a_dangling_symlink_is_refused_too() throws Exception {
    Files.createSymbolicLink(path(), directory.resolve("nowhere"));
    refusesEverywhere("is a symlink to");
    assertThat(directory.resolve("nowhere")).doesNotExist();
  }

  @Test
  void a_directory_is_refused() throws Exception {
    Files.createDirectory(path());
    refusesEverywhere("is a directory; it is not touched");
  }

  @Test
  void a_pipe_is_refused_without_waiting_for_a_writer() {
    run("mkfifo", path().toString());
    refusesEverywhere("is a device, pipe or socket; it is not touched");
  }

  @Test
  void a_symlink_put_in_the_staged_files_place_is_refused() throws Exception {
    standing("0644");
    Destination.Staged staged = destination.stage(place(), NEW);
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Files.delete(staged.file());
    Files.createSymbolicLink(staged.file(), secret);
    assertThat(failure(() -> destination.swap(staged)).message()).contains("is a symlink to");
    assertThat(path()).hasBinaryContent(OLD.bytes());
  }

  @Test
  void a_staged_file_that_is_gone_is_told_and_nothing_changes() throws Exception {
    standing("0644");
    Destination.Staged staged = destination.stage(place(), NEW);
    destination.sweep(place());
    assertThat(failure(() -> destination.swap(staged)).remedy()).isEqualTo(Remedy.RETRY);
    assertThat(names()).containsExactly("rules.yaml");
    assertThat(path()).hasBinaryContent(OLD.bytes());
  }

  @Test
  void a_directory_in_the_previous_files_place_stops_the_swap() throws Exception {
    standing("0644");
    Files.createDirectory(directory.resolve("rules.yaml.prev"));
    Destination.Staged staged = destination.stage(place(), NEW);
    assertThat(failure(() -> destination.swap(staged)).message())
        .contains("rules.yaml.prev is a directory");
    assertThat(path()).hasBinaryContent(OLD.bytes());
  }

  @Test
  void a_missing_directory_comes_with_the_line_that_makes_it() throws Exception {
    Place place = at(directory.resolve("no/such/rules.yaml"));
    assertThat(destination.look(place)).isEmpty();
    Failure failure = failure(() -> destination.stage(place, NEW));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).endsWith("rules.yaml does not exist");
    assertThat(failure.hint())
        .startsWith("create it: install -d -m 0755 -o ")
        .endsWith(" " + directory.resolve("no/such"));
  }

  @Test
  void a_file_where_the_directory_should_be_is_told() throws Exception {
    standing("0644");
    Failure failure = failure(() -> destination.stage(at(path().resolve("rules.yaml")), NEW));
    assertThat(failure.message()).startsWith(path() + " is no directory");
  }

  @Test
  void a_huge_foreign_file_is_not_read_into_memory() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(path().toFile(), "rw")) {
      file.setLength(FileDestination.LARGEST + 1L);
    }
    Failure failure = failure(() -> destination.look(place()));
    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("is larger than 16 MiB");
    try (RandomAccessFile file = new RandomAccessFile(path().toFile(), "rw")) {
      file.setLength(FileDestination.LARGEST);
    }
    assertThat(destination.look(place())).isPresent();
  }

  @Test
  void root_keeps_owner_and_group() throws Exception {
    assumeTrue(isRoot(), "needs root: only root may give files away");
    standing("0640");
    own(path(), 901, 902);
    Destination.Staged staged = destination.stage(place(), NEW);
    assertThat(Owner.of(staged.file())).isEqualTo(new Owner(901, 902));
    destination.swap(staged);
    assertThat(Owner.of(path())).isEqualTo(new Owner(901, 902));
    assertThat(Owner.of(directory.resolve("rules.yaml.prev"))).isEqualTo(new Owner(901, 902));
  }

  @Test
  void an_owner_that_cannot_be_kept_is_refused_before_the_swap() throws Exception {
    open();
    standing("0644");
    own(path(), 901, 902);
    assertThat(deploy(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")))
        .contains(
            "stage operator: " + path() + " belongs to 901:902, and nobody may not give a file to",
            "hint: hand it over once")
        .contains("chown nobody: " + path());
    assertThat(names()).containsExactly("rules.yaml");
    assertThat(path()).hasBinaryContent(OLD.bytes());
  }

  @Test
  void a_group_of_ours_is_kept_without_root() throws Exception {
    open();
    standing("0640");
    own(path(), 65534, 902);
    assertThat(deploy(List.of("setpriv", "--reuid=65534", "--regid=65534", "--groups=902")))
        .isEqualTo("swapped\n");
    assertThat(Owner.of(path())).isEqualTo(new Owner(65534, 902));
    assertThat(mode(path())).isEqualTo("0640");
  }

  @Test
  void the_umask_does_not_interfere() throws Exception {
    assertThat(deploy(List.of("sh", "-c", "umask 0077; exec \"$@\"", "sh"))).isEqualTo("swapped\n");
    assertThat(mode(path())).isEqualTo("0644");
  }

  @Test
  void a_directory_that_may_not_be_written_comes_with_the_way_out() throws Exception {
    standing("0644");
    assumeTrue(isRoot(), "needs root: to become another user");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(deploy(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")))
        .isEqualTo(
            "stage operator: nobody may not write in "
                + directory
                + "\nhint: give the directory"
                + " to that user: chown nobody "
                + directory
                + "\n");
    assertThat(path()).hasBinaryContent(OLD.bytes());
  }

  @Test
  void a_full_disk_is_told_and_leaves_nothing() throws Exception {
    String seen = deployMounted("-o size=64k", 100_000);
    assertThat(seen)
        .startsWith("stage operator: no space left in " + directory + " (tmpfs: 60 of 64 KiB free)")
        .contains(path() + " is as it was", "hint: make room: df -h " + directory)
        .endsWith("old\n[rules.yaml]\n");
  }

  @Test
  void a_read_only_file_system_is_told() throws Exception {
    assertThat(deployMounted("", 0))
        .startsWith("stage operator: " + directory + " can't be written: it is mounted read-only")
        .contains("ReadWritePaths=" + directory);
  }

  @Test
  void a_single_file_mount_is_told() throws Exception {
    standing("0644");
    assertThat(inNamespace("mount --bind " + path() + " " + path() + "; exec \"$@\"", 20))
        .startsWith("swap operator: " + path() + " is a mount point itself")
        .contains("mount its directory instead");
  }

  /// Deploys `size` bytes over a file on a small tmpfs; no size means that it is read-only.
  private String deployMounted(String options, int size) {
    return inNamespace(
        "mount -t tmpfs "
            + options
            + " tmpfs "
            + directory
            + "; echo old > "
            + path()
            + (size == 0 ? "; mount -o remount,ro " + directory : "")
            + "; \"$@\"; cat "
            + path()
            + "; echo [$(ls -A "
            + directory
            + ")]",
        size);
  }

  private String inNamespace(String script, int size) {
    assumeTrue(isRoot(), "needs root: to mount");
    assumeTrue(
        run("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", directory.toString())
            .equals(new Finished.Exited(0, "", "")),
        "needs a mount namespace, which this machine does not give");
    return deploy(List.of("unshare", "-m", "sh", "-c", script, "sh"), size);
  }

  private String deploy(List<String> wrapper) {
    return deploy(wrapper, 20);
  }

  /// Runs [DeploymentProgram] in a process of its own.
  private String deploy(List<String> wrapper, int size) {
    List<String> argv =
        Stream.concat(
                wrapper.stream(),
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    programs.toString() + ":" + programs.resolve("slf4j.jar"),
                    DeploymentProgram.class.getName(),
                    path().toString(),
                    Integer.toString(size)))
            .toList();
    Finished finished = run(argv.toArray(String[]::new));
    assertThat(finished).isInstanceOf(Finished.Exited.class);
    Finished.Exited exited = (Finished.Exited) finished;
    assertThat(exited.code()).as(exited.err()).isZero();
    return exited.out();
  }

  private void refusesEverywhere(String message) {
    List<Failure> failures =
        List.of(
            failure(() -> destination.look(place())),
            failure(() -> destination.stage(place(), NEW)),
            failure(() -> destination.remove(place())));
    assertThat(failures)
        .allSatisfy(failure -> {
          assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
          assertThat(failure.message()).startsWith(path().toString()).contains(message);
          assertThat(failure.hint()).isNotEmpty();
        });
  }

  private static Finished run(String... argv) {
    return new CommandRunner().run(new Command(List.of(argv), Map.of(), Duration.ofSeconds(30)));
  }

  private Place at(Path path) {
    return new Place(path, Optional.empty(), true, OnDrift.HEAL);
  }

  private void standing(String mode) throws IOException {
    Files.write(path(), OLD.bytes());
    Files.setPosixFilePermissions(path(), FileMode.parse(mode).permissions());
  }

  /// Lets everybody write into the test's directory.
  private void open() throws IOException {
    assumeTrue(isRoot(), "needs root: to become another user");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static void own(Path file, int uid, int gid) throws IOException {
    Files.setAttribute(file, "unix:uid", uid);
    Files.setAttribute(file, "unix:gid", gid);
  }

  private static boolean isRoot() {
    try {
      return Owner.of(Path.of("/proc/self")).uid() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static String mode(Path file) throws IOException {
    return FileMode.of(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)).toString();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
