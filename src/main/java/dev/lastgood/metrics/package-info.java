// SPDX-License-Identifier: Apache-2.0
/// How things stand in numbers: what observers of passes are told, in Prometheus' text format, for
/// node_exporter in a file, and for whoever asks the resident process.
///
/// Like `report` it shows the answers of `app` and asks no port. Where nobody wants numbers,
/// nothing of it is loaded.
@NullMarked
package dev.lastgood.metrics;

import org.jspecify.annotations.NullMarked;
