// SPDX-License-Identifier: Apache-2.0

/// What tests stand on: real Git servers on loopback, real histories, and fakes of the ports.
@NullMarked
package dev.lastgood.testkit;

import org.jspecify.annotations.NullMarked;
