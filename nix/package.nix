# SPDX-License-Identifier: Apache-2.0
# lastgood with its own Java runtime, as `mvn package` lays it out.
{
  lib,
  callPackage,
  jdk25_headless,
  makeBinaryWrapper,
  maven,
  removeReferencesTo,
  versionCheckHook,
  # Of everything that Maven downloads: it changes with pom.xml and with nixpkgs' Maven, 3.9.12 here. Another one is given
  # as `lastgood.override { mvnHash = "sha256-…"; }`; a build that fails prints it after "got:".
  mvnHash ? "sha256-b51FnhvbanHwZH29lLEzSd6XgxzOAg0k0PGbrAZ8Oyw=",
  # Starts several times faster; and is the only part that two builds don't make alike.
  withStartUpCache ? true,
}:

maven.buildMavenPackage {
  pname = "lastgood";
  version = "0.1.0-SNAPSHOT";

  # What is built, and what a person reads: that ships, too.
  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.unions [
      ../CHANGELOG.md
      ../CONTRIBUTING.md
      ../LICENSE
      ../README.md
      ../docs
      ../pom.xml
      ../src/demo
      ../src/main
      ./examples
      ./lastgood.md
    ];
  };

  inherit mvnHash;
  mvnJdk = jdk25_headless;
  # The tests want a Git server, systemd and root; the repository's own CI runs them. Neither they nor what they need is part
  # of the hash.
  doCheck = false;
  mvnParameters = "-Dmaven.test.skip=true -Duser.home=$TMPDIR";

  # The toolchains plugin looks for a JDK 25 in the variables that it knows, and would write down what it found.
  env.JAVA25_HOME = jdk25_headless.home;
  mvnFetchExtraArgs.env.JAVA25_HOME = jdk25_headless.home;

  nativeBuildInputs = [
    makeBinaryWrapper
    removeReferencesTo
  ];

  installPhase = ''
    runHook preInstall
    mkdir -p $out/share
    cp -a target/lastgood $out/share/lastgood
    makeWrapper $out/share/lastgood/bin/lastgood $out/bin/lastgood
    mkdir -p $out/share/doc $out/share/zsh
    ln -s ../lastgood/doc $out/share/doc/lastgood
    ln -s lastgood/share/man $out/share/man
    ln -s lastgood/share/bash-completion $out/share/bash-completion
    ln -s ../lastgood/share/zsh/vendor-completions $out/share/zsh/site-functions
    ln -s lastgood/share/fish $out/share/fish
    ln -s lastgood/share/lastgood.schema.json $out/share/lastgood.schema.json
    rm -f $out/share/lastgood/lib/lastgood.aot
    runHook postInstall
  '';

  # Beside bin and lib of the package: the runtime is in share/.
  stripDebugList = [
    "share/lastgood/runtime/bin"
    "share/lastgood/runtime/lib"
  ];
  # The runtime is linked from the JDK's modules and needs nothing of the JDK.
  disallowedReferences = [
    jdk25_headless
    maven
  ];

  # Stripping and patching may still change the runtime, and Nix sets every file's time to 1 at the end. The start-up cache
  # is for one runtime and for jars of one time: so they get that time now, and the cache is made last. Where that fails,
  # starts are slower and nothing else is different.
  postFixup =
    ''
      { grep -rlF ${jdk25_headless} $out/share/lastgood/runtime || true; } | xargs -r remove-references-to -t ${jdk25_headless}
      find $out/share/lastgood/lib $out/share/lastgood/runtime -exec touch -h -d @1 {} +
    ''
    + lib.optionalString withStartUpCache ''
      $out/share/lastgood/libexec/make-start-up-cache || echo "no start-up cache: starts will take longer" >&2
    '';

  nativeInstallCheckInputs = [ versionCheckHook ];
  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck
    echo '{sources: {a: {url: "file:///a.git"}}, targets: {a: {path: a, destination: /srv/a/a, activate: none}}}' > smoke.yaml
    $out/bin/lastgood check-config smoke.yaml
    runHook postInstallCheck
  '';

  passthru.tests = {
    module = callPackage ./tests/module.nix { };
    vm = callPackage ./tests/vm.nix { };
  };

  meta = {
    description = "Keeps a running service on the last good version of a file that lives in someone else's Git repository";
    homepage = "https://git.example.org/lastgood/lastgood";
    license = lib.licenses.asl20;
    maintainers = [ ];
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
