// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.model.MessageField;
import java.util.Map;

/// What is said of a standing, whatever the reason to say it.
///
/// @param sentence what the state means, without a full stop
/// @param values what there is to say, by field
record Facts(String sentence, Map<MessageField, String> values) {
  Facts {
    values = Map.copyOf(values);
  }

  String get(MessageField field) {
    return values.getOrDefault(field, "");
  }
}
