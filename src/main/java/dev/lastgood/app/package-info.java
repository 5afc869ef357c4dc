// SPDX-License-Identifier: Apache-2.0
/// What an operator asks or orders: one class per question or order. Answers are values: no
/// picocli, no colour, no JSON, no words that only a screen needs.
///
/// Knows `sync` and `model`, `text` for words, `config` for what was asked for.
@NullMarked
package dev.lastgood.app;

import org.jspecify.annotations.NullMarked;
