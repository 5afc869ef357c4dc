// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.git.link;

import dev.lastgood.file.RegularFile;
import dev.lastgood.model.Auth;
import dev.lastgood.model.Remote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads a token at the moment of use, so that a renewed one works with the next pass.
final class TokenFile {
  private static final int MAX_SIZE = 64 * 1024;

  private TokenFile() {}

  /// The token without the white space around it.
  ///
  /// @throws ExchangeFailed when there is none; the message never repeats the content
  static String read(Path file, Remote remote) throws ExchangeFailed {
    String setting = remote.setting("auth.token-file");
    try {
      byte[] bytes = RegularFile.bytes(file, MAX_SIZE);
      String token = new String(bytes, StandardCharsets.ISO_8859_1).strip();
      if (token.isEmpty()) {
        throw ExchangeFailed.operator(
            "the token file " + file + " is empty",
            "put " + Wanted.of(remote).token() + " of the forge into it");
      }
      if (token.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
        throw ExchangeFailed.operator(
            "the token file " + file + " holds more than one word",
            "put the token alone into it, on one line");
      }
      return token;
    } catch (RegularFile.NotRegular | RegularFile.TooLarge e) {
      throw ExchangeFailed.operator(
          "the token file " + file + " is no token: " + Messages.of(e), "correct " + setting);
    } catch (NoSuchFileException e) {
      throw ExchangeFailed.operator(
          "there is no token file " + file,
          file.startsWith(Auth.NOT_GIVEN)
              ? "systemd hands it to the unit: start that, or run 'lastgood' as root, which does as"
                  + " the unit does"
              : "create it, or correct " + setting);
    } catch (AccessDeniedException e) {
      throw ExchangeFailed.operator(
          "user " + System.getProperty("user.name") + " may not read the token file " + file,
          "give this user read access, or correct " + setting);
    } catch (ExchangeFailed e) {
      throw e;
    } catch (IOException e) {
      throw ExchangeFailed.operator(
          "the token file " + file + " can't be read: " + Messages.of(e), "correct " + setting);
    }
  }
}
