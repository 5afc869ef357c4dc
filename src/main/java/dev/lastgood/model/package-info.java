// SPDX-License-Identifier: Apache-2.0

/// What a deployment is made of: records and sealed types, always valid.
///
/// Knows the JDK and JSpecify, and no other package.
@NullMarked
package dev.lastgood.model;

import org.jspecify.annotations.NullMarked;
