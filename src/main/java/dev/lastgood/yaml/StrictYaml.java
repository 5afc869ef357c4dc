// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// Reads YAML as strictly as the strictest loader would, and builds no objects from it.
///
/// Never throws on any input. Nesting, aliases and the number of values are bounded: a value costs
/// some 300 bytes of memory, and may be two bytes of text.
public final class StrictYaml {
  /// Values of a document, each key and each list or mapping counted as one.
  static final int MAX_VALUES = 300_000;

  private static final int MAX_DEPTH = 50;
  private static final int MAX_ALIASES = 50;

  /// Code points that are read again for the sake of tabs.
  private static final int MAX_REREAD = 1 << 21;

  /// Git's own markers start a line; a line of only `=======` may be a heading in a text.
  private static final Pattern CONFLICT = Pattern.compile("(?m)^(<{7}|>{7}|\\|{7}) .*$");

  private static final Pattern ESCAPE = Pattern.compile("\\\\.");

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private StrictYaml() {}

  public static Document read(byte[] bytes) {
    CharBuffer decoded = CharBuffer.allocate(bytes.length + 1);
    ByteBuffer encoded = ByteBuffer.wrap(bytes);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(encoded, decoded, true);
    String text = decoded.flip().toString();
    if (result.isError()) {
      return Document.broken(
          at(
              text,
              text.length(),
              "the bytes here are not UTF-8",
              "save the file with the encoding UTF-8"));
    }
    return read(text.startsWith(String.valueOf(BYTE_ORDER_MARK)) ? text.substring(1) : text);
  }

  private static Document read(String text) {
    Optional<MatchResult> conflict = CONFLICT.matcher(text).results().findFirst();
    if (conflict.isPresent()) {
      return Document.broken(
          at(
              text,
              conflict.get().start(),
              "a Git conflict marker: a merge was committed half done",
              "resolve the merge and commit again"));
    }
    String yaml = isJson(text) ? asYaml(text) : text;
    int reread = 0;
    while (true) {
      try {
        return compose(yaml);
      } catch (YAMLException e) {
        Optional<SeparatingTabs> tabs = SeparatingTabs.at(e, yaml);
        reread += tabs.map(SeparatingTabs::cost).orElse(0);
        if (tabs.isEmpty() || reread > MAX_REREAD) {
          return Document.broken(Explanation.of(e, text));
        }
        yaml = tabs.get().spaced();
      } catch (IllegalArgumentException _) {
        // SnakeYAML 2.7 reads `"\x` at the very end as a number without digits.
        int line = (int) Math.max(1, text.lines().count());
        return Document.broken(
            new Flaw(
                line,
                1,
                "a quoted text ends in the middle of a '\\' escape",
                "complete it, as in '\\x41', and add the closing quote"));
      }
    }
  }

  private static Document compose(String yaml) {
    Composer documents = composer(yaml);
    if (!documents.checkNode()) {
      return new Document(Optional.empty(), List.of(), List.of());
    }
    Node root = documents.getNode();
    if (documents.checkNode()) {
      return Document.broken(
          Flaw.at(
              documents.getNode(),
              "a second document starts here; there must be one only",
              "remove the line '---' before it, and what does not belong"));
    }
    return new Inspection().inspect(root);
  }

  private static boolean isJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  /// What JSON allows and YAML 1.1 does not: tabs between values, and an escaped slash.
  private static String asYaml(String json) {
    return ESCAPE
        .matcher(json.replace('\t', ' '))
        .replaceAll(escape -> escape.group().equals("\\/") ? "/" : "$0");
  }

  /// Only the part of SnakeYAML that makes nodes: what would make objects of them costs each start
  /// a search of every jar, for a logger.
  private static Composer composer(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setCodePointLimit(Integer.MAX_VALUE); // the caller has bounded the bytes
    return new Composer(
        new CountingParser(new StreamReader(yaml), options, MAX_VALUES), new Resolver(), options);
  }

  static Flaw at(String text, int offset, String message, String hint) {
    String before = text.substring(0, offset);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Flaw(line, offset - before.lastIndexOf('\n'), message, hint);
  }
}
