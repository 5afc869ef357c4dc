// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the kernel and its own programs: what they say of the new file is what they said of the
/// old one.
final class ExtendedAttributesTest {
  private static final String ACCESS = "system.posix_acl_access";
  private static final String DEFAULT = "system.posix_acl_default";
  private static final int NOBODY = 65534;

  @TempDir Path directory;
  private Path old = Path.of("set before each");

  @BeforeEach
  void standing() throws IOException {
    old = Files.writeString(directory.resolve("rules.yaml"), "old");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whom_an_acl_lets_in_may_read_the_new_file_too() throws Exception {
    give(old, ACCESS, acl(NOBODY));
    replace("rw-r-----");
    assertThat(Libc.attribute(old, ACCESS)).isEqualTo(acl(NOBODY));
    assertThat(read(NOBODY)).isTrue();
    assertThat(read(NOBODY - 1)).isFalse();
  }

  @Test
  void an_acl_that_only_the_directory_brings_is_taken_off() throws Exception {
    give(directory, DEFAULT, acl(NOBODY));
    assertThat(Libc.attributes(old)).doesNotContain(ACCESS);
    replace("rw-r-----");
    assertThat(Libc.attributes(old)).doesNotContain(ACCESS);
    assertThat(read(NOBODY)).isFalse();
  }

  @Test
  void attributes_of_users_and_empty_ones_are_kept_and_ours_is_not() throws Exception {
    give(old, "user.origin", new byte[] {0, 1, -1});
    give(old, "user.empty", new byte[0]);
    give(old, "user.own", new byte[] {1});
    replace("rw-------");
    assertThat(Libc.attributes(old))
        .contains("user.origin", "user.empty")
        .doesNotContain("user.own");
    assertThat(Libc.attribute(old, "user.origin")).containsExactly(0, 1, -1);
    assertThat(Libc.attribute(old, "user.empty")).isEmpty();
  }

  @Test
  void a_capability_is_kept_by_who_may_give_it() throws Exception {
    assumeTrue(isRoot(), "needs root: to give capabilities");
    Tool.run(directory, Tool.require("setcap").toString(), "cap_net_raw+ep", old.toString());
    replace("rwx------");
    assertThat(Tool.run(directory, Tool.require("getcap").toString(), old.toString()))
        .contains("cap_net_raw");
  }

  @Test
  void flags_of_the_inode_are_kept() throws Exception {
    assumeTrue(change("+dA"), "needs a file system with inode flags");
    replace("rw-------");
    assertThat(Tool.run(directory, "lsattr", old.toString()).split(" ")[0]).contains("d", "A");
  }

  @Test
  void a_file_that_nothing_can_replace_is_known() throws Exception {
    for (String flag : new String[] {"i", "a"}) {
      assertThat(ExtendedAttributes.isHeld(old)).isFalse();
      assumeTrue(change("+" + flag), "needs a file system with inode flags, and root");
      try {
        assertThat(ExtendedAttributes.isHeld(old)).isTrue();
      } finally {
        assertThat(change("-" + flag)).isTrue();
      }
    }
    assertThat(ExtendedAttributes.isHeld(Path.of("/proc/self/status"))).isFalse();
  }

  /// As a destination is replaced.
  private void replace(String letters) throws IOException {
    FileAttributes look =
        new FileAttributes(
            PosixFilePermissions.fromString(letters),
            Optional.of(FileAttributes.Owner.of(old)),
            Optional.of(ExtendedAttributes.of(old, "user.own")));
    new AtomicFile(old).write(new byte[] {'n'}, look);
    assertThat(old).hasContent("n");
  }

  private boolean change(String flags) {
    return succeeds("chattr", flags, old.toString());
  }

  private boolean read(int uid) throws IOException {
    assumeTrue(isRoot(), "needs root: to become another user");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    return succeeds(
        "setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "cat", old.toString());
  }

  private boolean succeeds(String... argv) {
    try {
      Tool.run(directory, argv);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  private static void give(Path file, String name, byte[] value) throws IOException {
    try {
      Libc.set(file, name, value);
    } catch (Libc.Refused e) {
      assumeTrue(!e.is(Libc.ENOTSUP), "needs a file system with " + name);
      throw e;
    }
  }

  /// `u::rw-, u:UID:r--, g::---, m::r--, o::---` as the kernel has it: version, then tag,
  /// permissions and id of each.
  private static byte[] acl(int uid) {
    ByteBuffer acl = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
    int[][] entries = {{1, 6, -1}, {2, 4, uid}, {4, 0, -1}, {16, 4, -1}, {32, 0, -1}};
    for (int[] entry : entries) {
      acl.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
    }
    return acl.array();
  }

  private static boolean isRoot() throws IOException {
    return FileAttributes.Owner.of(Path.of("/proc/self")).uid() == 0;
  }
}
