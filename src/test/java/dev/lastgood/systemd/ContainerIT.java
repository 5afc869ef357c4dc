// SPDX-License-Identifier: Apache-2.0
package dev.lastgood.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The first users' service as it is: a real podman container under `podman-powersync.service`, in
/// the shape that NixOS gives such units.
@ExtendWith(SharedMachine.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ContainerIT {
  private final InstalledMachine host;

  ContainerIT(InstalledMachine host) {
    this.host = host;
  }

  /// The image is busybox with its libraries: no registry is asked.
  @BeforeAll
  static void puts_the_service_into_a_container(InstalledMachine host) {
    host.afresh();
    host.run(
        """
        image=/var/lib/image
        rm -rf $image
        mkdir -p $image/bin $image/config $image/tmp
        cp /usr/bin/busybox $image/bin/
        ln -s busybox $image/bin/sh
        for library in $(ldd /usr/bin/busybox | grep -o '/[^ ]*'); do
          mkdir -p $image${library%/*}
          cp -L $library $image$library
        done
        cat > $image/bin/powersync <<'END'
        #!/bin/sh
        busybox grep -q crash /config/sync-rules.yaml && exit 1
        busybox mkdir -p /tmp/www
        echo '{"ready": true}' > /tmp/www/live
        busybox cat /config/sync-rules.yaml > /tmp/www/loaded
        exec busybox httpd -f -p 127.0.0.1:8080 -h /tmp/www
        END
        chmod +x $image/bin/powersync
        tar -C $image -c . | podman import -q - powersync
        cat > /run/systemd/system/podman-powersync.service <<'END'
        [Service]
        Type=notify
        NotifyAccess=all
        Restart=always
        TimeoutStartSec=0
        ExecStartPre=-/usr/bin/podman rm -f powersync
        ExecStart=/usr/bin/podman run --name=powersync --rm --replace -d --pull=never --log-driver=journald --cidfile=/run/powersync.ctr-id --cgroups=disabled --sdnotify=conmon --network=host -v /var/lib/powersync:/config:ro powersync /bin/powersync
        ExecStop=/usr/bin/podman stop --ignore -t 1 --cidfile=/run/powersync.ctr-id
        ExecStopPost=-/usr/bin/podman rm -f --ignore --cidfile=/run/powersync.ctr-id
        ExecStopPost=-/bin/rm -f /run/powersync.ctr-id
        END
        mv /etc/systemd/system/podman-powersync.service /etc/systemd/system/stand-in.service
        systemctl daemon-reload
        """);
  }

  @AfterAll
  static void takes_it_out_again(InstalledMachine host) {
    host.run(
        """
        systemctl stop podman-powersync.service
        rm /run/systemd/system/podman-powersync.service
        mv /etc/systemd/system/stand-in.service /etc/systemd/system/podman-powersync.service
        systemctl daemon-reload
        """);
  }

  @Test
  void a_container_is_restarted_on_new_content_and_brought_back_from_bad() {
    host.merge("v1");
    host.start(InstalledMachine.SERVICE).ends("success");
    host.pass().ends("success");

    host.merge("v2");
    host.pass().ends("success").says("deployed");
    assertThat(readInside()).isEqualTo(InstalledMachine.content("v2").strip());

    host.merge("crash");
    host.pass().exits(6).says("rolled-back");
    assertThat(readInside()).isEqualTo(InstalledMachine.content("v2").strip());
  }

  private String readInside() {
    return host.run("busybox wget -q -O - http://127.0.0.1:8080/loaded");
  }
}
