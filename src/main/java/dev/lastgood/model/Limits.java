// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.time.Duration;

/// What one exchange with a server may cost. A server that goes beyond is refused, never waited
/// for.
///
/// @param timeout the whole exchange, from the first byte sent to the last one read
/// @param maxDownload bytes of one exchange
/// @param maxObject bytes of one object, unpacked
public record Limits(Duration timeout, long maxDownload, long maxObject) {}
