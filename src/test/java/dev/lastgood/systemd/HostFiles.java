// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import dev.lastgood.testkit.ContainersConf;

/// What an administrator writes on a [InstalledMachine], after docs/install.md and from the shipped
/// examples.
final class HostFiles {
  /// The units that are there for the test's sake. `%s` is the forge's token.
  static final String INFRASTRUCTURE =
      """
      cat > /etc/systemd/system/forge.service <<'END'
      [Service]
      Type=exec
      ExecStart=/srv/java/bin/java -Xshare:auto -XX:TieredStopAtLevel=1 -cp /srv/classes:/srv/lastgood.jar dev.lastgood.systemd.ForgeProgram /srv/forge 8081 %1$s
      END
      cat > '/etc/systemd/system/page@.service' <<'END'
      [Service]
      Type=oneshot
      ExecStart=/bin/sh -c 'echo %%i >> /run/paged'
      END
      cat > /usr/local/bin/stand-in <<'END'
      #!/bin/sh
      set -eu
      mkdir -p /run/powersync/www
      cp /var/lib/powersync/sync-rules.yaml /run/powersync/loaded
      echo started >> /run/powersync/starts
      if grep -q poison /run/powersync/loaded; then exec sleep infinity; fi
      systemd-notify --ready
      if grep -q slow-crash /run/powersync/loaded; then sleep 0.7; exit 1; fi
      if grep -q crash /run/powersync/loaded; then exit 1; fi
      echo '{"ready": true}' > /run/powersync/www/live
      exec busybox httpd -f -p 127.0.0.1:8080 -h /run/powersync/www
      END
      chmod +x /usr/local/bin/stand-in
      cat > /etc/systemd/system/podman-powersync.service <<'END'
      [Service]
      Type=notify
      NotifyAccess=all
      Restart=always
      TimeoutStartSec=5s
      ExecStart=/usr/local/bin/stand-in
      END
      cp /etc/systemd/system/podman-powersync.service /etc/systemd/system/other.service
      install -m 0600 /dev/null /etc/lastgood/token
      echo %1$s > /etc/lastgood/token
      """;

  /// For podman, in this machine.
  static final String CONTAINERS =
      "mkdir -p /etc/containers; cat > /etc/containers/containers.conf <<'END'\n"
          + ContainersConf.of("crun")
          + "END\n";

  /// Back to where docs/install.md ends, before the first pass.
  static final String AFRESH =
      """
      cd /etc/systemd/system
      systemctl stop --quiet lastgood.timer
      systemctl stop --quiet lastgood.service
      systemctl stop --quiet lastgood-units.path
      # By itself it would answer for a second more, from the list that it was started with.
      systemctl stop --quiet lastgood-units.service
      systemctl stop --quiet lastgood-boot.service podman-powersync.service other.service
      umount -q -l /var/lib/lastgood || true
      rm -rf /var/lib/lastgood /persist lastgood.service.d lastgood-boot.service.d lastgood.timer.d podman-powersync.service.d
      rm -rf lastgood-units.service.d
      rm -rf /run/powersync /run/paged /var/lib/powersync
      install -d -o lastgood -g lastgood -m 0750 /var/lib/lastgood
      install -d -o lastgood -g lastgood -m 0755 /var/lib/powersync
      examples=/usr/lib/lastgood/share/examples
      mkdir lastgood.service.d lastgood-boot.service.d podman-powersync.service.d
      ln -s ../lastgood.service.d/host.conf lastgood-boot.service.d/
      cp $examples/podman-powersync.service.d/lastgood.conf podman-powersync.service.d/
      sed 's/^#OnFailure=page/OnFailure=page/' $examples/lastgood.service.d/host.conf > lastgood.service.d/host.conf
      sed -i 's,// "podman-powersync,"podman-powersync,' /etc/polkit-1/rules.d/50-lastgood.rules
      cat > /etc/lastgood.yaml <<'END'
      state: /var/lib/lastgood
      sources:
        app:
          url: http://127.0.0.1:8081/app.git
          branch: master
          auth: {username: lastgood, token-file: "${CREDENTIALS_DIRECTORY}/token"}
          timeout: 5s
      targets:
        powersync:
          path: powersync/sync-rules.yaml
          destination: /var/lib/powersync/sync-rules.yaml
          mode: "0644"
          check:
            - yaml: {require-any: [bucket_definitions]}
          activate:
            systemd: {unit: podman-powersync.service}
          probe:
            http: http://127.0.0.1:8080/live
            json: {ready: true}
            timeout: 8s
            interval: 100ms
            settle: 1500ms
      END
      systemctl daemon-reload
      systemctl reset-failed
      systemctl start forge.service
      for i in $(seq 200); do
        # Port 8081, as the kernel lists it.
        if grep -q ':1F91 ' /proc/net/tcp /proc/net/tcp6; then exit; fi
        sleep 0.1
      done
      exit 1
      """;

  private HostFiles() {}
}
