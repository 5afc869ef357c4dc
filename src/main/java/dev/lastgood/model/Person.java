// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.model;

/// Who did something, as Git writes it.
///
/// @param name the display name; may be empty in old histories
/// @param email the address; may be empty
public record Person(String name, String email) {
  @Override
  public String toString() {
    return name + " <" + email + ">";
  }
}
