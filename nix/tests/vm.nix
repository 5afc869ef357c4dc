# SPDX-License-Identifier: Apache-2.0
# One machine with a forge, lastgood and a service in a container: deploy, a bad merge, the way back, a boot without the
# forge. Written for a Nix host with KVM, and NOT YET RUN anywhere: `nix build ./nix#checks.x86_64-linux.vm`.
{ pkgs }:

let
  # A service as PowerSync is one, in a few lines: it reads its file once, at start; with a good one it answers with a
  # time that moves; with a bad one it answers for a second with one that does not, and ends.
  service = pkgs.writeText "service.py" ''
    import http.server, json, os, signal, threading, time

    # The first process of a container dies of no signal that it does not handle, and each stop would take ten seconds.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    text = open("/config/rules/rules.yaml").read()
    started = time.time()

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            touched = started if "broken" in text else time.time()
            body = json.dumps({"ready": True, "touched_at": touched, "rules": text}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 8080), Answer)
    if "broken" in text:
        threading.Timer(1, lambda: os._exit(1)).start()
    server.serve_forever()
  '';

  # Made of the store: no registry is asked.
  image = pkgs.dockerTools.buildLayeredImage {
    name = "rules-service";
    tag = "1";
    config.Entrypoint = [
      "${pkgs.python3}/bin/python3"
      "${service}"
    ];
  };
in
pkgs.testers.runNixOSTest {
  name = "lastgood";

  nodes.machine =
    { pkgs, ... }:
    {
      imports = [ ../module.nix ];

      virtualisation.cores = 2;
      virtualisation.memorySize = 2048;
      virtualisation.diskSize = 4096;
      virtualisation.podman.enable = true;

      services.forgejo = {
        enable = true;
        database.type = "sqlite3";
        settings.server.HTTP_ADDR = "127.0.0.1";
        settings.server.HTTP_PORT = 3000;
        settings.service.DISABLE_REGISTRATION = true;
      };
      # How the test takes the forge away; it is away at each boot.
      systemd.services.forgejo.unitConfig.ConditionPathExists = "!/var/lib/forge-is-down";
      systemd.tmpfiles.settings."20-test" = {
        "/var/lib/forge-is-down".f.mode = "0644";
        "/var/lib/secrets".d.mode = "0700";
        # A token there is from the start: without, systemd would not even begin a pass.
        "/var/lib/secrets/token".f = {
          mode = "0400";
          argument = "not-yet";
        };
      };

      # A target more, for a switch.
      specialisation.more.configuration = {
        services.lastgood.settings.targets.notes = {
          path = "notes.yaml";
          destination = "/var/lib/notes/notes.yaml";
          mode = "0644";
          activate.systemd.unit = "notes.service";
        };
        systemd.services.notes = {
          wantedBy = [ "multi-user.target" ];
          serviceConfig.Type = "exec";
          script = "exec sleep infinity </var/lib/notes/notes.yaml";
        };
      };

      services.lastgood = {
        enable = true;
        credentials.token = "/var/lib/secrets/token";
        # The test says when.
        timerConfig = null;
        onFailure = [ "page@%N.service" ];
        settings = {
          sources.app = {
            url = "http://127.0.0.1:3000/team/app.git";
            branch = "main";
            auth.token-file = "\${CREDENTIALS_DIRECTORY}/token";
            timeout = "10s";
          };
          targets.rules = {
            path = "rules.yaml";
            destination = "/var/lib/rules/rules.yaml";
            mode = "0644";
            check = [ { yaml.require-any = [ "rules" ]; } ];
            activate.systemd.unit = "podman-rules.service";
            probe = {
              http = "http://127.0.0.1:8080/";
              json.ready = true;
              advancing = "touched_at";
              timeout = "40s";
              settle = "3s";
            };
          };
        };
      };

      virtualisation.oci-containers.backend = "podman";
      virtualisation.oci-containers.containers.rules = {
        image = "rules-service:1";
        imageFile = image;
        volumes = [ "/var/lib/rules:/config/rules:ro" ];
        extraOptions = [ "--network=host" ];
      };

      systemd.services."page@" = {
        serviceConfig.Type = "oneshot";
        scriptArgs = "%i";
        script = ''echo "$1" >> /var/lib/paged'';
      };

      environment.systemPackages = [
        pkgs.curl
        pkgs.git
      ];
    };

  testScript = { nodes, ... }: ''
    import json

    # Without standard input: that is the line on which the driver sends its next command.
    def by_hand(command):
        return machine.succeed(f"lastgood {command} </dev/null")

    def forgejo(arguments):
        return machine.succeed(
            "cd /var/lib/forgejo && runuser -u forgejo -- env GITEA_WORK_DIR=/var/lib/forgejo"
            f" ${pkgs.lib.getExe nodes.machine.services.forgejo.package} {arguments}"
        )

    def merge(text):
        machine.succeed(f"printf 'rules: %s\\n' '{text}' > /root/app/rules.yaml")
        machine.succeed(
            "cd /root/app && git add rules.yaml"
            f" && git -c user.name=Jane -c user.email=jane@example.org commit -qm 'Rules: {text}'"
            " && git push -q origin HEAD:main"
        )

    def code(unit="lastgood"):
        return machine.succeed(f"systemctl show --value -p ExecMainStatus {unit}").strip()

    def live():
        return machine.succeed("cat /var/lib/rules/rules.yaml").strip()

    def serves(text):
        machine.wait_until_succeeds(f"curl -sf http://127.0.0.1:8080/ | grep -q 'rules: {text}'", timeout=60)

    with subtest("a fresh host whose forge is down says so, and its service does not start"):
        machine.wait_for_unit("multi-user.target")
        machine.fail("systemctl is-active podman-rules.service")
        machine.succeed("systemctl is-failed lastgood-boot.service")
        assert code("lastgood-boot") == "4", code("lastgood-boot")
        machine.wait_until_succeeds("grep -q lastgood-boot /var/lib/paged")

    with subtest("a forge with a repository and a token"):
        machine.succeed("rm /var/lib/forge-is-down && systemctl start forgejo.service")
        machine.wait_for_unit("forgejo.service")
        machine.wait_for_open_port(3000, "127.0.0.1")
        forgejo("admin user create --username team --password wonderful-team --email t@example.org --must-change-password=false")
        # The team writes with its password, which git and curl take from here; lastgood has a token that only reads.
        machine.succeed("umask 077 && echo machine 127.0.0.1 login team password wonderful-team > /root/.netrc")
        forgejo(
            "admin user generate-access-token --raw --username team --token-name lastgood --scopes read:repository"
            " | tail -n 1 | install -m 0400 /dev/stdin /var/lib/secrets/token"
        )
        machine.succeed(
            "curl -sf --netrc -X POST http://127.0.0.1:3000/api/v1/user/repos"
            " -H 'Content-Type: application/json' -d '{\"name\": \"app\", \"private\": true}'"
        )
        machine.succeed("git init -q /root/app && git -C /root/app remote add origin http://127.0.0.1:3000/team/app.git")
        merge("one")

    with subtest("the first file, before the service ever ran"):
        machine.succeed("systemctl start podman-rules.service")
        assert live() == "rules: one", live()
        serves("one")
        machine.succeed("systemctl start lastgood.service")

    with subtest("a merge arrives, in the container, as nobody's root"):
        merge("two")
        machine.succeed("systemctl start lastgood.service")
        serves("two")
        assert machine.succeed("stat -c %U /var/lib/rules/rules.yaml").strip() == "lastgood"
        entry = json.loads(by_hand("--output json log -n 1"))
        assert entry["author"]["name"] == "Jane" and entry["outcome"] == "deployed", entry

    with subtest("a bad merge is taken back, and somebody is told"):
        merge("broken")
        machine.fail("systemctl start lastgood.service")
        assert code() == "6", code()
        assert live() == "rules: two", live()
        serves("two")
        machine.wait_until_succeeds("grep -qx lastgood /var/lib/paged")

    with subtest("it is not tried again"):
        before = machine.succeed("systemctl show --value -p InvocationID podman-rules.service")
        machine.fail("systemctl start lastgood.service")
        assert code() == "5", code()
        assert before == machine.succeed("systemctl show --value -p InvocationID podman-rules.service")

    with subtest("an operator goes back by hand"):
        by_hand("rollback rules --reason 'to see it work'")
        serves("one")

    with subtest("passes may restart that one unit and no other"):
        before = machine.succeed("systemctl show --value -p InvocationID forgejo.service")
        request = "/run/lastgood/units/requests/00000000000000000000000000000000"
        machine.succeed(
            f"runuser -u lastgood -- sh -c 'echo restart forgejo.service > {request} && mv {request} {request}.request'"
        )
        machine.wait_until_succeeds(f"grep -qx 126 {request.replace('requests', 'answers')}", timeout=60)
        assert before == machine.succeed("systemctl show --value -p InvocationID forgejo.service")

    with subtest("a switch that adds a target ends with its service running"):
        before = machine.succeed("systemctl show --value -p InvocationID podman-rules.service")
        machine.succeed(
            "cd /root/app && echo 'notes: one' > notes.yaml && git add notes.yaml"
            " && git -c user.name=Jane -c user.email=jane@example.org commit -qm 'Notes' && git push -q origin HEAD:main"
        )
        machine.succeed("/run/current-system/specialisation/more/bin/switch-to-configuration test")
        machine.succeed("systemctl is-active notes.service")
        assert machine.succeed("cat /var/lib/notes/notes.yaml").strip() == "notes: one"
        assert before == machine.succeed("systemctl show --value -p InvocationID podman-rules.service")

    with subtest("outside its container it does not run"):
        status, said = machine.execute("runuser -u lastgood -- env CREDENTIALS_DIRECTORY=/nowhere lastgood sync 2>&1")
        assert status == 3 and "isolation" in said, said

    with subtest("a boot without the forge"):
        machine.shutdown()
        machine.start()
        machine.wait_for_unit("multi-user.target")
        machine.fail("systemctl is-active forgejo.service")
        machine.wait_for_unit("lastgood-boot.service")
        serves("one")
  '';
}
