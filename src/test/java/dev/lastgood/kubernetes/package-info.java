// SPDX-License-Identifier: Apache-2.0

/// The shipped manifests: as the API has them, and their containers as podman runs them.
@NullMarked
package dev.lastgood.kubernetes;

import org.jspecify.annotations.NullMarked;
