// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.servers;

import java.util.List;

/// One server of the battery, and where it differs from the others.
///
/// @param name as a person has it
/// @param starter starts it
/// @param filter whether its repositories allow filters (`uploadpack.allowFilter`), which Git
///   doesn't by default
/// @param way how we read it then
/// @param missing what is said about a repository that never was there
/// @param gone the exit code once a repository that was read is taken away
record ServerCase(
    String name, Server.Starter starter, boolean filter, String way, String missing, int gone) {
  private static final String PATH_ONLY = "path-only";
  private static final String SHALLOW_CLONE = "shallow-clone";

  static final List<ServerCase> TABLE =
      List.of(
          new ServerCase("nginx with fcgiwrap", Nginx::start, true, PATH_ONLY, "404", 3),
          new ServerCase(
              "nginx with an old git", Nginx::onlyProtocolZero, true, SHALLOW_CLONE, "404", 3),
          new ServerCase("Apache httpd", Apache::start, false, SHALLOW_CLONE, "404", 3),
          // It does not pass on which version of the protocol is asked for.
          new ServerCase("sshd as it comes", Sshd::asItComes, true, SHALLOW_CLONE, "repository", 3),
          new ServerCase(
              "sshd with AcceptEnv GIT_PROTOCOL",
              Sshd::acceptingTheProtocol,
              true,
              PATH_ONLY,
              "repository",
              3),
          // An ERR line in an answer with code 200.
          new ServerCase(
              "gitolite over http", Gitolite::overHttp, false, SHALLOW_CLONE, "DENIED", 3),
          new ServerCase("gitolite over ssh", Gitolite::overSsh, false, SHALLOW_CLONE, "DENIED", 3),
          // It lists no refs of a repository that was there when it started.
          new ServerCase("klaus", Klaus::start, false, SHALLOW_CLONE, "404", 5),
          // Another ERR line.
          new ServerCase("JGit 5.13", JavaServer::jgit5, true, PATH_ONLY, "not found", 3),
          new ServerCase("JGit 7", JavaServer::jgit7, true, PATH_ONLY, "404", 3),
          // As klaus.
          new ServerCase("Gerrit 3.13 over http", Gerrit::overHttp, false, SHALLOW_CLONE, "403", 5),
          new ServerCase(
              "Gerrit 3.13 over ssh", Gerrit::overSsh, false, SHALLOW_CLONE, "not found", 5));

  @Override
  public String toString() {
    return name;
  }
}
