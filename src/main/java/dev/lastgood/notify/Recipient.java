// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.notify;

import dev.lastgood.model.MessageTemplate;
import dev.lastgood.model.Notifier;
import dev.lastgood.model.Notifier.Address;
import dev.lastgood.process.CommandRunner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// A notifier as it is remembered and named.
///
/// @param key stands for where its messages go: what was told there was told to nobody else, and
///   another body, list of states or place in the file changes nothing of that
/// @param label what it is called in the log; holds no secret
record Recipient(Notifier notifier, String key, String label) {
  private static final int KEY = 8;

  /// All of a configuration, in its order. Two with the same way are told apart by their order.
  static List<Recipient> all(List<Notifier> notifiers) {
    List<Recipient> all = new ArrayList<>();
    for (int i = 0; i < notifiers.size(); i++) {
      Notifier notifier = notifiers.get(i);
      String way = way(notifier.channel());
      long before = all.stream().filter(one -> way(one.notifier.channel()).equals(way)).count();
      String label = "notify[" + i + "], " + label(notifier.channel());
      all.add(new Recipient(notifier, digest(way + "\n" + before), label));
    }
    return all;
  }

  Delivered deliver(Message message, CommandRunner runner) {
    return switch (notifier.channel()) {
      case Notifier.Command command ->
          new CommandDelivery(runner).deliver(command, message, notifier.timeout());
      case Notifier.Webhook webhook ->
          WebhookDelivery.deliver(webhook, message, notifier.timeout());
    };
  }

  /// What one message is known by, among all that ever go to the same one.
  String id(Standing standing, Kind kind, long count) {
    return digest(
        String.join(
            "\n",
            key,
            standing.subject(),
            standing.state(),
            standing.about(),
            kind.word(),
            Long.toString(count)));
  }

  private static String way(Notifier.Channel channel) {
    return switch (channel) {
      case Notifier.Command(List<MessageTemplate> argv, _) ->
          argv.stream().map(MessageTemplate::text).collect(Collectors.joining("\0"));
      case Notifier.Webhook webhook ->
          switch (webhook.address()) {
            case Address.Given(URI uri) -> uri.toString();
            case Address.FromFile(Path path) -> path.toString();
          };
    };
  }

  private static String label(Notifier.Channel channel) {
    return switch (channel) {
      case Notifier.Command(List<MessageTemplate> argv, _) -> argv.getFirst().text();
      case Notifier.Webhook webhook ->
          switch (webhook.address()) {
            case Address.Given(URI uri) -> "webhook at " + uri.getHost();
            case Address.FromFile(Path path) -> "webhook of " + path;
          };
    };
  }

  private static String digest(String text) {
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, KEY);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
