// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;

/// `docs/benchmarks.md`.
///
/// @param machine a Markdown list
/// @param table a Markdown table
/// @param rounds of the quick cases, and of the slow ones
/// @param minutes how long it took
record Page(String machine, String table, String rounds, long minutes) {
  String text() {
    return """
    # How fast

    Written by `mvn -Pbench verify` on %1$s; it took %2$d minutes. Run it yourself, from a clone:

        apt-get install git curl time
        mvn -Pbench verify

    It needs what the build needs, and `bash`, `git`, `curl` and GNU `time`. It prints the table and rewrites this page. The first run
    makes the repositories (kept in `target/bench/cache`). Options:

    | option | means | default |
    |---|---|---|
    | `-Dbench.rounds=N` | runs a program and case; the slow cases have a third as many, at least 3 | 9 |
    | `-Dbench.parts=A,B` | `tick`, `watch`, `change`, `history`, `refs`, `state`: only these, and this page stays as it is | all |
    | `-Dbench.changes=A,B` | after how many deployments the state on disk is looked at; 10,000 take a quarter of an hour | 1,100,1000 |

    A figure never fails the run; goals are shown as met or missed. A program that does not do what it should ends it: each run has to
    exit with 0 and to bring the very commit that was pushed, and the very bytes.

    ## On

    %3$s
    ## Figures

    %5$s rounds. Median, and for times the smallest in brackets. Behind each yardstick: lastgood's median as a multiple of its median. Goals
    are the project's own.

    %4$s
    | beside it | is |
    |---|---|
    | `git ls-remote` | `git ls-remote URL refs/heads/master` |
    | `curl` | `curl -sSf -o raw URL && sha256sum raw`, of the file as a plain file |
    | `git fetch, kept` | `git fetch --depth=1 URL master` into a bare clone that is kept |
    | `git fetch, fresh` | `git init --bare new && git fetch --depth=1 URL master` |
    | `git tree:0, fresh` | `git clone --bare --depth=1 --filter=tree:0 URL new && git cat-file blob master:PATH`: lazy fetches |
    | `git log, kept` | `git fetch && git log before..master -- PATH && git cat-file blob master:PATH` in a bare clone without blobs that is kept |

    ## How it is measured

    - **Side by side**: every program of a case runs in every round, in turn (A B C, B C A, …), against the same server on
      loopback. The first round warms the caches and does not count.
    - **lastgood** is the packaged `bin/lastgood`, started as a process for each run, as a timer does; `activate: none`, no probe, one YAML check.
      Only "state" runs its passes within one process, because ten thousand starts take an hour.
    - **lastgood watch** runs as one process with an interval of 1 s. Its CPU is that of all its threads, from `/proc/PID/stat`, through the number of
      looks: 60 after the first 60. Its resident set is `VmRSS` after that, and what of it is mapped from files is shared with others that map them.
    - **Wall and CPU**: bash's `time`, in milliseconds; CPU is user and system, children included. The programs talk to the server directly.
    - **Requests and bytes** come from separate runs (two) through a relay on loopback that counts what TCP carries in both
      directions: over http headers and bodies, over https the handshakes and encrypted records.
    - **Peak memory**: GNU `time`, in the same runs: the largest resident set of any one process.
    - **KB and MB** are 1,000 and 1,000,000 bytes, MiB is 1,048,576.
    - **small** has 50 files, 100 commits and 8 refs. **medium** has 20,001 files in 1,042 trees, 200 MB of which 50 blobs of 1.6 MB can't be
      compressed, 5,000 commits and 1,002 refs. The file is `powersync/sync-rules.yaml`, 4 KB. `uploadpack.allowFilter` is on, as on the large forges.
    - **A change** is a new commit for every round. "Read and checked" is `sync --dry-run`: what compares with a fetch. "Deployed and recorded"
      also swaps the file in and writes the ledger with `fsync`, which the yardsticks do not do.
    - **The objects needed** are the commit, the trees on the way and the blob, each compressed by itself.
    - **Fresh** yardsticks begin with an empty directory every time; **kept** ones, like lastgood, with what the last round left.
    - **After N commits**: all of them touched the file, and all belong into the record.
    - **Ledger per deployment**: the sum of its files' lengths through the number of deployments, as it is, and in a copy after `git gc`.

    ## What is not measured

    Any real forge, network latency, ssh, proxies, authentication, a real service and its probe, Windows and macOS, several targets, a first start
    with a cold disk cache. Server and programs share the processor, and everything else that runs on the machine disturbs: compare ratios, and
    single times with care.
    """
        .formatted(LocalDate.now(ZoneOffset.UTC), minutes, machine, table, rounds);
  }
}
