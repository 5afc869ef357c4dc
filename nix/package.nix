# SPDX-License-Identifier: Apache-2.0
# lastgood with its own Java runtime, as `mvn package` lays it out.
{
  lib,
  maven,
  jdk25_headless,
  # The hash of everything that Maven downloads. It depends on pom.xml and on nixpkgs' version of Maven, so no value here
  # would be true for long: build once, and pass on what the failed build prints as "got:", or use
  # `nix-update --flake lastgood`. `lastgood.override { mvnHash = "sha256-…"; }` does it from outside.
  mvnHash ? lib.fakeHash,
}:

maven.buildMavenPackage {
  pname = "lastgood";
  version = "0.1.0-SNAPSHOT";

  # Documentation and Nix code do not make it another program.
  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.unions [
      ../LICENSE
      ../README.md
      ../pom.xml
      ../src
    ];
  };

  inherit mvnHash;
  mvnJdk = jdk25_headless;
  # The tests want a Git server, systemd and root; the repository's own CI runs them.
  doCheck = false;

  # The toolchains plugin looks for a JDK 25 in the variables that it knows, and would write down what it found.
  env.JAVA25_HOME = jdk25_headless.home;
  mvnFetchExtraArgs.env.JAVA25_HOME = jdk25_headless.home;
  mvnParameters = "-Duser.home=$TMPDIR";

  installPhase = ''
    runHook preInstall
    mkdir -p $out/bin $out/share
    cp -a target/lastgood $out/share/lastgood
    ln -s ../share/lastgood/bin/lastgood $out/bin/lastgood
    ln -s lastgood/share/bash-completion $out/share/bash-completion
    ln -s lastgood/share/lastgood.schema.json $out/share/lastgood.schema.json
    runHook postInstall
  '';

  # Stripping and patching may still change the runtime, and Nix sets every file's time to 1 at the end. The start-up cache
  # is for one runtime and for jars of one time: so they get that time now, and the cache is made last. Where this step
  # fails to give a usable cache, starts are slower and nothing else is different.
  postFixup = ''
    find $out/share/lastgood/lib $out/share/lastgood/runtime -exec touch -h -d @1 {} +
    $out/share/lastgood/libexec/make-start-up-cache
  '';

  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck
    $out/bin/lastgood --version
    echo '{sources: {a: {url: "file:///a.git"}}, targets: {a: {path: a, destination: /srv/a, activate: none}}}' > smoke.yaml
    $out/bin/lastgood check-config smoke.yaml
    runHook postInstallCheck
  '';

  meta = {
    description = "Keeps a running service on the last good version of a file that lives in someone else's Git repository";
    license = lib.licenses.asl20;
    mainProgram = "lastgood";
    platforms = [
      "x86_64-linux"
      "aarch64-linux"
    ];
    sourceProvenance = [
      lib.sourceTypes.fromSource
      lib.sourceTypes.binaryBytecode
    ];
  };
}
