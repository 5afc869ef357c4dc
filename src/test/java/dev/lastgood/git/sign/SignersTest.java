// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.sign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.read.Bench;
import dev.lastgood.model.CommitId;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.model.Step;
import dev.lastgood.model.Way;
import dev.lastgood.sync.port.Mirror;
import dev.lastgood.sync.port.StepFailed;
import dev.lastgood.testkit.SshServer;
import dev.lastgood.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Way.class,
    names = {"PATH_ONLY", "SHALLOW_CLONE"})
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class SignersTest {
  private final Way way;
  @TempDir private Path directory;
  private Bench bench;
  private Path key;
  private Path allowed;
  private final List<Path> homes = new ArrayList<>();

  SignersTest(Way way) {
    this.way = way;
  }

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(directory).filtering(way == Way.PATH_ONLY);
    key = SshServer.keygen(directory, "ada");
    allowed = allowed("ada@example.org namespaces=\"git\" " + publicKey(key));
    bench.origin.commit("master", "rules", "one");
  }

  @AfterEach
  void close() {
    bench.close();
    homes.forEach(home ->
        Tool.run(
            home,
            Map.of("GNUPGHOME", home.toString()),
            new byte[0],
            List.of("gpgconf", "--kill", "all")));
  }

  private Path allowed(String line) throws IOException {
    return Files.writeString(directory.resolve("allowed_signers"), line + "\n");
  }

  private static String publicKey(Path key) throws IOException {
    String[] parts = Files.readString(Path.of(key + ".pub")).split(" ");
    return parts[0] + " " + parts[1];
  }

  private String verify(Source source, String... commits) throws StepFailed {
    Mirror.Tip tip = bench.mirror.look(source);
    assertThat(bench.mirror.manner(source).orElseThrow()).startsWith(way.word());
    return bench.mirror.verify(source, tip, Stream.of(commits).map(CommitId::new).toList());
  }

  private Failure refusal(Source source, String... commits) {
    Failure failure = Bench.failure(() -> verify(source, commits));
    assertThat(failure.step()).isEqualTo(Step.JUDGE);
    assertThat(failure.remedy()).isEqualTo(Remedy.NEW_COMMIT);
    assertThat(failure.hint()).contains("git commit -S").contains("sources.app.signatures");
    return failure;
  }

  private Source ssh() {
    return bench.http().signed(Optional.of(allowed), Optional.empty()).build();
  }

  @Test
  void names_the_signer_as_the_list_does() throws Exception {
    String signed = bench.origin.signWithSsh("master", key);

    assertThat(verify(ssh(), signed)).isEqualTo("ada@example.org");
  }

  @Test
  void refuses_an_unsigned_commit_by_name() {
    String commit = bench.origin.tip("master");

    assertThat(refusal(ssh(), commit).message())
        .startsWith("the commit " + commit.substring(0, 10) + " by Ada Author (\"change rules\")")
        .endsWith("is not signed");
  }

  @Test
  void refuses_a_signer_who_is_not_listed() throws IOException {
    String signed = bench.origin.signWithSsh("master", SshServer.keygen(directory, "eve"));

    assertThat(refusal(ssh(), signed).message())
        .contains("is signed by the key SHA256:")
        .contains("which is not in " + allowed);
  }

  @Test
  void refuses_a_signature_for_another_purpose() throws IOException {
    allowed("ada@example.org namespaces=\"file\" " + publicKey(key));

    refusal(ssh(), bench.origin.signWithSsh("master", key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"valid-before=\"20200101Z\"", "valid-after=\"20990101Z\""})
  void a_key_outside_its_time_is_not_said_to_be_before_it(String time) throws IOException {
    allowed("ada@example.org " + time + " " + publicKey(key));

    assertThat(refusal(ssh(), bench.origin.signWithSsh("master", key)).message())
        .contains("(valid-after, valid-before) does not include the commit's")
        .doesNotContain("yet");
  }

  @Test
  void refuses_a_commit_changed_after_it_was_signed() {
    bench.origin.signWithSsh("master", key);

    assertThat(refusal(ssh(), tampered()).message()).contains("not valid");
  }

  /// The tip with another message under the same signature.
  private String tampered() {
    String raw = bench.origin.git("cat-file", "commit", "master");
    String changed =
        Tool.run(
            bench.origin.directory(),
            Map.of(),
            (raw + " and more\n").getBytes(StandardCharsets.UTF_8),
            List.of("git", "hash-object", "-t", "commit", "-w", "--stdin"));
    bench.origin.reset("master", changed);
    return changed;
  }

  @Test
  void wants_every_commit_that_is_asked_for_to_be_signed() throws Exception {
    Source source = ssh();
    String unsigned = bench.origin.tip("master");
    bench.locate(source, "rules");
    bench.origin.commit("master", "rules", "two");
    String signed = bench.origin.signWithSsh("master", key);

    assertThat(verify(source, signed)).isEqualTo("ada@example.org");
    assertThat(refusal(source, signed, unsigned).message()).contains(unsigned.substring(0, 10));
  }

  @Test
  void a_list_that_is_missing_is_for_the_operator() throws Exception {
    String signed = bench.origin.signWithSsh("master", key);
    Files.delete(allowed);

    Failure failure = Bench.failure(() -> verify(ssh(), signed));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.step()).as("no judgement of the content").isEqualTo(Step.CHECK);
    assertThat(failure.hint()).contains("sources.app.signatures.allowed-signers-file");
  }

  @Test
  void openpgp_names_the_signer_and_refuses_all_others() throws Exception {
    Tool.require("gpg");
    Path home = gnupg("ada");
    Path keys = directory.resolve("keys.asc");
    Files.writeString(keys, gpg(home, "--armor", "--export", "ada@example.org"));
    Source source = bench.http().signed(Optional.empty(), Optional.of(keys)).build();

    String signed = bench.origin.signWithOpenPgp("master", home, "ada@example.org");
    assertThat(verify(source, signed)).isEqualTo("ada <ada@example.org>");
    assertThat(refusal(source, tampered()).message()).contains("changed");

    Path other = gnupg("eve");
    String foreign = bench.origin.signWithOpenPgp("master", other, "eve@example.org");
    assertThat(refusal(source, foreign).message()).contains("not in " + keys);
    assertThat(refusal(ssh(), signed).message()).contains("no openpgp-keys-file is set");

    Path certificate = home.resolve("openpgp-revocs.d/" + fingerprint(home) + ".rev");
    Path revocation = directory.resolve("revocation.asc");
    Files.writeString(
        revocation, Files.readString(certificate).replace(":-----BEGIN", "-----BEGIN"));
    gpg(home, "--batch", "--import", revocation.toString());
    Files.writeString(keys, gpg(home, "--armor", "--export", "ada@example.org"));
    assertThat(refusal(source, signed).message()).contains("not valid: revoked");
  }

  private static String fingerprint(Path home) {
    return gpg(home, "--with-colons", "--list-keys")
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .findFirst()
        .orElseThrow()
        .split(":")[9];
  }

  private Path gnupg(String name) throws IOException {
    Path home =
        Files.createDirectory(
            directory.resolve("gnupg-" + name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    homes.add(home);
    gpg(
        home,
        "--batch",
        "--pinentry-mode",
        "loopback",
        "--passphrase",
        "",
        "--quick-gen-key",
        name + " <" + name + "@example.org>",
        "ed25519",
        "sign",
        "never");
    return home;
  }

  private static String gpg(Path home, String... arguments) {
    List<String> argv = Stream.concat(Stream.of("gpg", "--quiet"), Stream.of(arguments)).toList();
    return Tool.run(home, Map.of("GNUPGHOME", home.toString()), new byte[0], argv);
  }
}
