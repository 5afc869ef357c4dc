// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

import java.util.Optional;

/// The service that reads the file.
///
/// @param probe how it proves itself; without one the activation's success is the proof
public record Consumer(Activation activation, Optional<ProbeSpec> probe) {}
