// SPDX-License-Identifier: Apache-2.0
/// The resident process: the same passes as `sync`, in a loop.
///
/// One thread makes passes, under the lock of the state directory, which it holds only meanwhile.
/// Whatever comes from outside, a hook or a signal, is only a hint to that thread.
@NullMarked
package dev.lastgood.watch;

import org.jspecify.annotations.NullMarked;
