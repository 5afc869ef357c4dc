// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.nix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The flake's check of the module, `nix/tests/module.nix`: its script, in Nix' own sandbox, with
/// this host's systemd in place of nixpkgs'.
final class ModuleCheckIT {
  private static final Pattern FILE = Pattern.compile("\\S+/0{32}-((oci|bare)-)?([a-z.-]+)");
  private static final String CHECK =
      """
      let
        lib = import %1$s/tests/stub/lib.nix;
        pkgs = (import %1$s/tests/stub/pkgs.nix { inherit lib; }).extend (import %1$s/overlay.nix);
      in
      import %1$s/tests/module.nix { inherit pkgs; }
      """
          .formatted(Nix.CODE);

  @TempDir Path scratch;
  private Nix nix;

  @BeforeEach
  void find_programs() throws Exception {
    nix = new Nix(scratch);
    assumeTrue(
        System.getProperty("user.name", "").equals("root"), "needs root, for Nix' own sandbox");
  }

  @Test
  void passes_where_a_build_has_no_run_directory() throws Exception {
    Nix.Run run = built("");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("Overall exposure level");
  }

  @Test
  void would_notice_a_unit_that_may_more() throws Exception {
    Nix.Run run = built("sed -i /^Protect/d bare-lastgood.service\n");

    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("Overall exposure level");
  }

  private Nix.Run built(String before) throws Exception {
    Path files = Files.createDirectories(scratch.resolve("files"));
    Matcher named = FILE.matcher(nix.value("(" + CHECK + ").text").getAsString());
    StringBuilder script =
        new StringBuilder(
            "cp -r $files work; chmod -R u+w work; cd work\n"
                // Debian's own would start an agent, which nixpkgs' systemd does not have.
                + "export SYSTEMD_ENVIRONMENT_GENERATOR_PATH=/none SYSTEMD_GENERATOR_PATH=/none\n"
                + before);
    while (named.find()) {
      String isolation = named.group(2);
      if (isolation == null) {
        Files.writeString(files.resolve(named.group(3)), "");
        named.appendReplacement(script, named.group(3));
      } else {
        String name = named.group(1) + named.group(3);
        Files.writeString(files.resolve(name), example(isolation).unit(named.group(3)));
        named.appendReplacement(script, name);
      }
    }
    named.appendTail(script);
    Files.writeString(files.resolve("script"), script);
    Nix.Run run = sandboxed("check", "(builtins.readFile ./files/script)");
    assumeFalse(
        run.err().contains("timed out after"),
        "Debian's systemd-analyze does not end in Nix' sandbox on this machine");
    return run;
  }

  /// Builds in Nix' own sandbox what a line of Nix says that bash does.
  private Nix.Run sandboxed(String name, String script) throws Exception {
    Path derivation = scratch.resolve(name + ".nix");
    Files.writeString(
        derivation,
        """
        derivation {
          name = "%s";
          system = builtins.currentSystem;
          builder = "/bin/bash";
          args = [ "-euc" %s ];
          files = ./files;
          PATH = "/usr/bin:/bin";
        }
        """
            .formatted(name, script));
    return nix.run(
        List.of(
            "nix-build",
            "--option",
            "build-users-group",
            "",
            "--option",
            "substitute",
            "false",
            "--option",
            "sandbox",
            "true",
            "--option",
            "sandbox-paths",
            "/bin=/bin /usr=/usr /lib=/lib /lib64=/lib64",
            "--timeout",
            "120",
            "--no-out-link",
            derivation.toString()));
  }

  private Host example(String isolation) throws Exception {
    Path example = Nix.CODE.resolve("examples/powersync");
    return nix.host(
        example + "/host.nix",
        Nix.CODE + "/examples/stand-ins.nix",
        Modules.lastgood("isolation = lib.mkForce \"" + isolation + "\";"));
  }
}
