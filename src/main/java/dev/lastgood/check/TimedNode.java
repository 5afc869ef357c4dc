// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.check;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value of the candidate that asks for the time whenever a validator looks at it: some keywords
/// compare each value with each other one.
record TimedNode(JsonNode node, Deadline deadline) implements JsonNode {
  /// Makes values that ask for the time.
  record Factory(JsonNodeFactory nodes, Deadline deadline) implements JsonNodeFactory {
    @Override
    public JsonNode wrap(Object node) {
      return node instanceof TimedNode timed
          ? timed // the library wraps what is wrapped
          : new TimedNode(nodes.wrap(node), deadline);
    }

    @Override
    public JsonNode create(String text) {
      return new TimedNode(nodes.create(text), deadline);
    }
  }

  @Override
  public String getJsonPointer() {
    return node.getJsonPointer();
  }

  @Override
  public SimpleType getNodeType() {
    deadline.check();
    return node.getNodeType();
  }

  @Override
  public boolean asBoolean() {
    return node.asBoolean();
  }

  @Override
  public String asString() {
    return node.asString();
  }

  @Override
  public BigInteger asInteger() {
    return node.asInteger();
  }

  @Override
  public BigDecimal asNumber() {
    return node.asNumber();
  }

  @Override
  public List<JsonNode> asArray() {
    List<JsonNode> timed = new ArrayList<>();
    node.asArray().forEach(each -> timed.add(new TimedNode(each, deadline)));
    return timed;
  }

  @Override
  public Map<String, JsonNode> asObject() {
    Map<String, JsonNode> timed = new LinkedHashMap<>();
    node.asObject().forEach((key, each) -> timed.put(key, new TimedNode(each, deadline)));
    return timed;
  }
}
