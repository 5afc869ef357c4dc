// SPDX-License-Identifier: Apache-2.0
/// The benchmark of `docs/benchmarks.md`: the packaged program beside stock `git` and `curl`, in
/// one run. `mvn -Pbench verify` runs it; `mvn verify` runs the tests of its arithmetic only.
@NullMarked
package dev.lastgood.bench;

import org.jspecify.annotations.NullMarked;
