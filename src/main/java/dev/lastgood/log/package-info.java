// SPDX-License-Identifier: Apache-2.0
/// The log, one line an event, on standard error: made for journald, readable on a terminal.
///
/// The only user of Logback.
@NullMarked
package dev.lastgood.log;

import org.jspecify.annotations.NullMarked;
