// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.watch;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/// Answers what is asked under one path.
interface Endpoint {
  /// The answer; sending it is the listener's.
  ///
  /// @throws IOException when the asker is gone
  Answer answer(HttpExchange request) throws IOException;
}
