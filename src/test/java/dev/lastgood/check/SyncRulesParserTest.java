// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lastgood.model.CheckSpec;
import dev.lastgood.model.Content;
import dev.lastgood.model.RulesParser;
import dev.lastgood.model.Verdict;
import dev.lastgood.sync.port.Containers;
import dev.lastgood.sync.port.Containers.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a parser's answers, from a container that says what it is told to;
/// [SyncRulesParserIT] asks the real one.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SyncRulesParserTest {
  private static final Content RULES = SyncRulesParser.sample();
  private static final Content LIVE =
      Content.of("bucket_definitions:\n  some:\n    data:\n      - SELECT id FROM things\n");
  private static final String GOOD =
      "report 1\nparser 0.38.1\nfatals 0\nwarnings 0\nlosses 0\nend\n";

  private final List<Containers.Where> asked = new ArrayList<>();
  private final List<Containers.NodeProgram> programs = new ArrayList<>();

  @Test
  void a_container_is_given_both_files_and_looked_for_by_the_destination() {
    Verdict verdict = judge(new Answer.Ended(0, GOOD, ""), Optional.of(LIVE));

    assertThat(verdict.result()).isEqualTo(Verdict.Result.PASSED);
    assertThat(verdict.message()).isEqualTo("PowerSync's parser 0.38.1 accepts it");
    assertThat(asked)
        .containsExactly(new Containers.Where.Reading(Path.of("/etc/app.yaml"), Optional.empty()));
    String input = new String(programs.getFirst().input().bytes(), UTF_8);
    assertThat(input)
        .isEqualTo("%d %d\n%s%s".formatted(RULES.size(), LIVE.size(), RULES.text(), LIVE.text()));
    assertThat(programs.getFirst().arguments()).containsExactly("--report", "--seconds", "7");
    assertThat(programs.getFirst().script()).contains("SqlSyncRules.validate");
  }

  @Test
  void a_fatal_finding_refuses_with_its_place() {
    String report =
        """
        report 1
        parser 0.38.1
        fatal 4 20 Function 'x' is not defined
        fatals 3
        warnings 0
        tables unknown
        end
        """;
    Verdict verdict = judge(new Answer.Ended(0, report, ""), Optional.of(LIVE));

    assertThat(verdict.result()).isEqualTo(Verdict.Result.REFUSED);
    assertThat(verdict.message())
        .isEqualTo(
            "PowerSync's parser 0.38.1: line 4, column 20: Function 'x' is not defined (and 2"
                + " more)");
  }

  /// What a container prints may be anybody's.
  @Test
  void what_it_says_is_made_harmless() {
    String report =
        """
        report 1
        parser \u001b[2J
        fatal 1 1 \u202egnp\u0007
        fatals 1
        warnings 0
        tables unknown
        end
        """;
    assertThat(judge(new Answer.Ended(0, report, ""), Optional.of(LIVE)).message())
        .doesNotContain("\u001b", "\u202e", "\u0007");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "report 2\nparser 1\nfatals 0\nwarnings 0\nlosses 0\nend\n",
        "report 1\nparser 0.38.1\nfatals 0\nwarnings 0\nlosses 0\n",
        "report 1\nparser 0.38.1\nfatals 0\nend\n",
        "report 1\nfatals 0\nwarnings 0\nlosses 0\nend\n",
        "report 1\nparser 0.38.1\nfatals 1\nwarnings 0\nlosses 0\nend\n",
        "report 1\nparser 0.38.1\nfatal 4 20 bad\nwarnings 0\nlosses 0\nend\n",
        "report 1\nparser 0.38.1\nfatal x\nfatals 1\nwarnings 0\nend\n",
        "report 1\nparser 0.38.1\nnew 1\nfatals 0\nwarnings 0\nlosses 0\nend\n",
        "report 1\nparser 0.38.1\nfatals 9999999999\nwarnings 0\nlosses 0\nend\n",
      })
  void an_answer_that_is_none_judges_nothing(String out) {
    Verdict verdict = judge(new Answer.Ended(0, out, ""), Optional.of(LIVE));
    assertThat(verdict.result()).isEqualTo(Verdict.Result.UNAVAILABLE);
    assertThat(verdict.message()).contains("its answer is none that lastgood understands");
  }

  @Test
  void a_program_that_could_not_judge_judges_nothing() {
    Answer answer = new Answer.Ended(75, "", "could not judge: no parser in /app\n");
    assertThat(judge(answer, Optional.of(LIVE)))
        .isEqualTo(
            new Verdict(
                "powersync",
                Verdict.Result.UNAVAILABLE,
                "PowerSync's parser could not judge: no parser in /app (exit 75)",
                "lastgood doctor asks it again"));
    String mute = "the host's containers can't be asked about, podman: no namespace\n";
    assertThat(judge(new Answer.Ended(75, "", mute), Optional.of(LIVE)).hint())
        .startsWith("have podman answer over its socket: systemctl enable --now podman.socket");
  }

  @Test
  void a_container_that_is_not_there_judges_nothing() {
    Answer absent = new Answer.Absent("no container x is running", "start it");
    assertThat(judge(absent, Optional.of(LIVE)).result()).isEqualTo(Verdict.Result.UNAVAILABLE);
  }

  /// A service that waits for its first file can't be asked about it.
  @Test
  void a_first_file_passes_where_no_container_runs_yet() {
    Answer absent = new Answer.Absent("no container x is running", "start it");
    Answer unreachable = new Answer.Unreachable("podman: permission denied", "let it ask");

    assertThat(judge(absent, Optional.empty()))
        .isEqualTo(
            new Verdict(
                "powersync",
                Verdict.Result.PASSED,
                "no parser judged it, and there is nothing to compare it with: no container x is"
                    + " running",
                ""));
    assertThat(judge(unreachable, Optional.empty()).result()).isEqualTo(Verdict.Result.UNAVAILABLE);
  }

  @Test
  void names_are_compared_where_the_parser_knows_no_tables() {
    String report = "report 1\nparser 0.21.0\nfatals 0\nwarnings 0\ntables unknown\nend\n";
    assertThat(judge(new Answer.Ended(0, report, ""), Optional.of(LIVE)).message())
        .isEqualTo(
            "this removes bucket some from every client (compared by names: PowerSync's parser"
                + " 0.21.0 can't tell which tables are live)");
  }

  @Test
  void many_losses_are_told_in_one_bounded_line() {
    StringBuilder report = new StringBuilder("report 1\nparser 0.38.1\nfatals 0\nwarnings 0\n");
    for (int i = 0; i < 100; i++) {
      report.append("lost t").append(i).append('\n');
    }
    report.append("losses 4000\nend\n");
    Verdict verdict = judge(new Answer.Ended(0, report.toString(), ""), Optional.of(LIVE));

    assertThat(verdict.result()).isEqualTo(Verdict.Result.REFUSED);
    assertThat(verdict.message())
        .contains("the table t0, ", "… from every client (compared by what clients get)")
        .hasSizeLessThanOrEqualTo(1500);
  }

  @Test
  void doctor_says_which_parser_answers_and_what_keeps_one_from_it() {
    assertThat(readiness(new RulesParser.Container(Optional.empty()), "0.38.1", "0.38.1"))
        .isEqualTo("passed: PowerSync's parser 0.38.1 answers");
    assertThat(readiness(new RulesParser.Image("x"), "0.38.1", "0.38.1"))
        .isEqualTo("passed: PowerSync's parser 0.38.1 answers");
    assertThat(readiness(new RulesParser.Image("x"), "0.9.1", "0.38.1"))
        .isEqualTo("unavailable: PowerSync's parser 0.9.1 is older than the service's, 0.38.1");
    assertThat(readiness(new RulesParser.Image("x"), "0.38.1", ""))
        .isEqualTo("passed: PowerSync's parser 0.38.1 answers");
    assertThat(readiness(new RulesParser.Image("x"), "", "0.38.1"))
        .isEqualTo("unavailable: PowerSync's parser can't be asked: none here");
  }

  /// @param image the version in an image, or nothing
  /// @param service the version in the running container, or nothing
  private static String readiness(RulesParser.Where where, String image, String service) {
    Containers containers =
        (asked, _) -> {
          String version = asked instanceof Containers.Where.Image ? image : service;
          return version.isEmpty()
              ? new Answer.Absent("none here", "")
              : new Answer.Ended(0, GOOD.replace("0.38.1", version), "");
        };
    RulesParser parser = new RulesParser(where, Duration.ofSeconds(7));
    Verdict verdict =
        new CheckRun(new CheckSpec.PowerSyncRules(false, Optional.of(parser)))
            .reaching(containers)
            .readiness()
            .getFirst();
    return verdict.result().word() + ": " + verdict.message();
  }

  private Verdict judge(Answer answer, Optional<Content> live) {
    RulesParser parser =
        new RulesParser(new RulesParser.Container(Optional.empty()), Duration.ofSeconds(7));
    Containers containers =
        (where, program) -> {
          asked.add(where);
          programs.add(program);
          return answer;
        };
    return new CheckRun(new CheckSpec.PowerSyncRules(false, Optional.of(parser)))
        .reaching(containers)
        .check(RULES, live)
        .verdicts()
        .getLast();
  }
}
