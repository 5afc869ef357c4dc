// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.git.read.Bench;
import dev.lastgood.git.read.GitMirror;
import dev.lastgood.model.Failure;
import dev.lastgood.model.Remedy;
import dev.lastgood.model.Source;
import dev.lastgood.testkit.GitHttpServer;
import dev.lastgood.testkit.HttpProxy;
import dev.lastgood.testkit.ScriptedServer;
import dev.lastgood.testkit.TestAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ProxyTest {
  @TempDir private Path directory;
  @AutoClose private Bench bench;
  @AutoClose private GitHttpServer server;

  @BeforeEach
  void open() {
    bench = new Bench(directory);
    bench.origin.commit("master", "a", "one");
    server = bench.tls();
  }

  private Source https() {
    return bench
        .http()
        .at(server.url("app.git"))
        .trusting(TestAuthority.shared().certificate())
        .build();
  }

  @Test
  void tunnels_through_the_proxy_of_the_environment() throws Exception {
    try (HttpProxy proxy = HttpProxy.open()) {
      bench.mirror = new GitMirror(directory.resolve("state"), Map.of("https_proxy", proxy.url()));

      assertThat(bench.read(https(), "a")).isEqualTo("one");
      assertThat(proxy.tunnels()).isNotEmpty().containsOnly("127.0.0.1:" + server.port());
    }
  }

  @Test
  void shows_credentials_to_the_proxy_alone() throws Exception {
    try (HttpProxy proxy = HttpProxy.demanding("squid", "pr0xy s3cret")) {
      URI address = URI.create(proxy.url().replace("//", "//squid:pr0xy%20s3cret@"));
      Source source =
          bench
              .http()
              .at(server.url("app.git"))
              .trusting(TestAuthority.shared().certificate())
              .through(address)
              .build();

      assertThat(bench.mirror.look(source).branch().name()).isEqualTo("master");
      assertThat(proxy.tunnels()).isNotEmpty();
    }
  }

  @Test
  void a_proxy_that_refuses_is_for_the_operator_and_its_secret_in_no_message() throws Exception {
    try (HttpProxy proxy = HttpProxy.demanding("squid", "right")) {
      URI address = URI.create(proxy.url().replace("//", "//squid:wr0ng-s3cret@"));
      Source source =
          bench
              .http()
              .at(server.url("app.git"))
              .trusting(TestAuthority.shared().certificate())
              .through(address)
              .build();

      Failure failure = Bench.failure(() -> bench.mirror.look(source));

      assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(failure.message() + failure.hint())
          .contains("HTTP 407")
          .doesNotContain("wr0ng-s3cret");
    }
  }

  @Test
  void a_token_in_clear_never_goes_through_a_proxy() throws Exception {
    try (HttpProxy proxy = HttpProxy.open()) {
      bench.mirror =
          new GitMirror(
              directory.resolve("state"),
              Map.of("http_proxy", proxy.url(), "all_proxy", proxy.url()));
      assertThat(bench.read(bench.http().build(), "a")).isEqualTo("one");

      Source named = bench.http().through(URI.create(proxy.url())).build();
      assertThat(Bench.failure(() -> bench.mirror.look(named)).remedy()).isEqualTo(Remedy.OPERATOR);
      assertThat(proxy.tunnels()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"401, OPERATOR", "403, OPERATOR", "405, OPERATOR", "502, RETRY", "504, RETRY"})
  void a_proxy_at_fault_is_named(int status, Remedy remedy) {
    try (ScriptedServer proxy =
        new ScriptedServer(
            "HTTP/1.1 " + status + " Because\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")) {
      String url = "http://127.0.0.1:" + proxy.port();
      bench.mirror = new GitMirror(directory.resolve("state"), Map.of("https_proxy", url));

      Failure failure = Bench.failure(() -> bench.mirror.look(https()));

      assertThat(failure.remedy()).as(failure.toString()).isEqualTo(remedy);
      assertThat(failure.message())
          .contains("the proxy 127.0.0.1:" + proxy.port() + " (https_proxy)", "HTTP " + status);
    }
  }

  @Test
  void a_proxy_that_is_not_there_is_named() {
    bench.mirror =
        new GitMirror(directory.resolve("state"), Map.of("https_proxy", "http://127.0.0.1:1"));

    Failure failure = Bench.failure(() -> bench.mirror.look(https()));

    assertThat(failure.remedy()).isEqualTo(Remedy.RETRY);
    assertThat(failure.message()).contains("the proxy 127.0.0.1:1 (https_proxy)");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "https_proxy,    proxy:3128,           -,                https://git.example.org,"
            + " http://proxy:3128",
        "HTTPS_PROXY,    http://proxy:3128,    -,                https://git.example.org,"
            + " http://proxy:3128",
        "ALL_PROXY,      socks5://proxy:1080,  -,                https://git.example.org,"
            + " socks5://proxy:1080",
        "http_proxy,     http://proxy:3128,    -,                http://git.example.org, "
            + " http://proxy:3128",
        "HTTP_PROXY,     http://proxy:3128,    -,                http://git.example.org,  -",
        "http_proxy,     http://proxy:3128,    -,                https://git.example.org, -",
        "https_proxy,    proxy:3128,           example.org,      https://git.example.org, -",
        "https_proxy,    proxy:3128,           '.example.org,x', https://git.example.org, -",
        "https_proxy,    proxy:3128,           'a, git.example.org', https://git.example.org, -",
        "https_proxy,    proxy:3128,           ample.org,        https://git.example.org,"
            + " http://proxy:3128",
        "https_proxy,    proxy:3128,           *,                https://git.example.org, -",
        "https_proxy,    '',                   -,                https://git.example.org, -",
      })
  void reads_the_environment_as_curl_does(
      String variable, String value, String excluded, String address, String proxy)
      throws Exception {
    Map<String, String> environment =
        excluded == null ? Map.of(variable, value) : Map.of(variable, value, "NO_PROXY", excluded);

    assertThat(
            new ProxyVariables(environment)
                .proxyFor(URI.create(address))
                .map(found -> found.proxy().toString()))
        .isEqualTo(Optional.ofNullable(proxy));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'', example.org, https://git.example.org, true", // an empty one counts as none
        "other.org, example.org, https://git.example.org, false",
        "-, '', https://git.example.org, false",
        "-, 10.1.2.3, https://10.1.2.3, true",
        "-, 2.3, https://10.1.2.3, false", // an address has no suffixes
        "-, .2.3, https://10.1.2.3, false",
        "-, 1.2.3, https://10.1.2.3, false",
        "-, ::1, https://[::1]:8443, true",
        "-, [::1], https://[::1], true",
        "-, 1, https://[::1], false",
        "-, GIT.Example.ORG., https://git.example.org, true",
        "-, ' a b,,git.example.org', https://git.example.org., true",
      })
  void who_is_excluded_is_told_as_by_curl(String lower, String upper, String url, boolean excluded)
      throws Exception {
    Map<String, String> environment = new HashMap<>(Map.of("https_proxy", "http://proxy:3128"));
    Optional.ofNullable(lower).ifPresent(list -> environment.put("no_proxy", list));
    environment.put("NO_PROXY", upper);

    assertThat(new ProxyVariables(environment).proxyFor(URI.create(url)).isEmpty())
        .isEqualTo(excluded);
  }

  /// The JDK would show the name of this host's user in their place.
  @ParameterizedTest
  @ValueSource(strings = {"socks5", "socks", "socks5h"})
  void credentials_that_cannot_be_sent_are_refused(String scheme) {
    String proxy = scheme + "://jane:p4ss@127.0.0.1:1";
    bench.mirror = new GitMirror(directory.resolve("state"), Map.of("all_proxy", proxy));

    Failure failure = Bench.failure(() -> bench.mirror.look(https()));

    assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
    assertThat(failure.message()).contains("all_proxy", "credentials").doesNotContain("p4ss");
  }
}
