// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Holds an object against the API's types, as a server with strict field validation does: no key
/// that the API doesn't know, no value of another kind.
final class ApiTypes {
  private static final String API = "io.fabric8.kubernetes.api.model.";

  /// By name: the compiler would look for a JSON library that these are annotated for, and that
  /// nobody here needs.
  private static final Map<String, String> KINDS =
      Map.of(
          "ConfigMap", API + "ConfigMap",
          "Deployment", API + "apps.Deployment",
          "NetworkPolicy", API + "networking.v1.NetworkPolicy",
          "PersistentVolumeClaim", API + "PersistentVolumeClaim",
          "Service", API + "Service");

  private static final Set<String> NUMBER_OR_TEXT = Set.of(API + "Quantity", API + "IntOrString");

  private final List<String> problems = new ArrayList<>();

  private ApiTypes() {}

  /// What is wrong with an object; empty when the API takes it.
  static List<String> problems(Map<?, ?> object) {
    Optional<String> name = Optional.ofNullable(KINDS.get(String.valueOf(object.get("kind"))));
    if (name.isEmpty()) {
      return List.of("nobody here knows the kind " + object.get("kind"));
    }
    Class<?> type = type(name.get());
    ApiTypes walk = new ApiTypes();
    String group = type.getAnnotationsByType(Group.class)[0].value();
    String version =
        (group.isEmpty() ? "" : group + "/") + type.getAnnotationsByType(Version.class)[0].value();
    if (!version.equals(object.get("apiVersion"))) {
      walk.problems.add("apiVersion: " + object.get("apiVersion") + ", not " + version);
    }
    walk.object(object, type, type.getSimpleName());
    return walk.problems;
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private void object(Map<?, ?> object, Class<?> type, String path) {
    Map<String, Type> known = fields(type);
    object.forEach((key, value) -> {
      String at = path + "." + key;
      Optional.ofNullable(known.get(String.valueOf(key)))
          .ifPresentOrElse(
              field -> value(value, field, at),
              () -> problems.add(at + ": the API has no such field"));
    });
  }

  private static Map<String, Type> fields(Class<?> type) {
    Map<String, Type> fields = new HashMap<>();
    for (Field field : type.getDeclaredFields()) {
      Arrays.stream(field.getAnnotationsByType(JsonProperty.class))
          .forEach(property -> fields.put(property.value(), field.getGenericType()));
    }
    return fields;
  }

  private void value(Object value, Type type, String path) {
    switch (type) {
      case ParameterizedType of
          when of.getRawType() == List.class && value instanceof List<?> list ->
          list.forEach(each ->
              value(each, of.getActualTypeArguments()[0], path + "[" + list.indexOf(each) + "]"));
      case ParameterizedType of
          when of.getRawType() == Map.class && value instanceof Map<?, ?> map ->
          map.forEach((key, each) -> value(each, of.getActualTypeArguments()[1], path + "." + key));
      case Class<?> simple when isScalar(simple) ->
          expect(fits(value, simple), value, simple, path);
      case Class<?> known when value instanceof Map<?, ?> map -> object(map, known, path);
      default -> expect(false, value, type, path);
    }
  }

  private static boolean isScalar(Class<?> type) {
    return NUMBER_OR_TEXT.contains(type.getName()) || type.getPackageName().equals("java.lang");
  }

  private static boolean fits(Object value, Class<?> type) {
    if (NUMBER_OR_TEXT.contains(type.getName())) {
      return value instanceof String || value instanceof Integer;
    }
    return type.isInstance(value) || (type == Long.class && value instanceof Integer);
  }

  private void expect(boolean fits, Object value, Type type, String path) {
    if (!fits) {
      problems.add(path + ": " + value + " is no " + type.getTypeName());
    }
  }
}
