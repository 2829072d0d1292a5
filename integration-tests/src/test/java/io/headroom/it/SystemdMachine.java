package io.headroom.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A container that systemd has started: the files of this machine with a layer over them, so that nothing is changed here, and a network
 * of its own. Needs root. Closed by its test.
 */
final class SystemdMachine implements AutoCloseable {
    /** Clears the environment, and the network, the processes and the mounts of this machine with it. */
    private static final List<String> AS_ROOT =
            List.of("env", "--ignore-environment", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8");

    private final Path layer;
    private final Path root;
    private final Process container;

    private SystemdMachine(Path layer, Path root, Process container) {
        this.layer = layer;
        this.root = root;
        this.container = container;
    }

    /** @param folder an empty one */
    static SystemdMachine start(Path folder) throws Exception {
        Path layer = Files.createDirectory(folder.resolve("layer"));
        Command.succeed("mount", "-t", "tmpfs", "none", layer.toString());
        Path root = Files.createDirectory(layer.resolve("root"));
        try {
            Path upper = Files.createDirectory(layer.resolve("upper"));
            Path work = Files.createDirectory(layer.resolve("work"));
            String options = "lowerdir=/,upperdir=" + upper + ",workdir=" + work;
            Command.succeed("mount", "-t", "overlay", "none", "-o", options, root.toString());
            // Here packages must not start services; there they must.
            Files.deleteIfExists(root.resolve("usr/sbin/policy-rc.d"));
            return start(folder, layer, root);
        } catch (Exception | Error e) {
            unmount(layer, root);
            throw e;
        }
    }

    private static SystemdMachine start(Path folder, Path layer, Path root) throws Exception {
        Path output = folder.resolve("systemd.log");
        // No services but those that a test starts.
        Process container = new ProcessBuilder(
                        "systemd-nspawn",
                        "--directory=" + root,
                        "--machine=headroom-test",
                        "--private-network",
                        "--register=no",
                        "--keep-unit",
                        "--console=pipe",
                        "--boot",
                        "systemd.unit=basic.target")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        container.getOutputStream().close();
        SystemdMachine machine = new SystemdMachine(layer, root, container);
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> machine.isUp(output));
            return machine;
        } catch (Exception | Error e) {
            machine.close();
            throw e;
        }
    }

    private boolean isUp(Path output) throws Exception {
        if (!container.isAlive()) {
            throw new IllegalStateException("systemd ended: " + Files.readString(output));
        }
        return container.children().findAny().isPresent()
                && run("systemctl", "is-system-running").output().strip().matches("running|degraded");
    }

    /** A path of the container, as this machine sees it. */
    Path path(String inside) {
        return root.resolve(inside.substring(1));
    }

    /** Runs a program in the container, as root, within two minutes. */
    Command run(String... words) throws IOException, InterruptedException {
        long first = container.children().findFirst().orElseThrow().pid();
        List<String> all = new ArrayList<>(List.of("nsenter", "--target", Long.toString(first), "--all", "--"));
        all.addAll(AS_ROOT);
        all.addAll(List.of(words));
        return Command.run(Duration.ofMinutes(2), Map.of(), Path.of("/"), all);
    }

    @Override
    public void close() throws Exception {
        // It tells systemd to shut down.
        container.destroy();
        container.waitFor();
        unmount(layer, root);
    }

    private static void unmount(Path layer, Path root) throws Exception {
        Command.run(Duration.ofMinutes(1), Map.of(), Path.of("/"), List.of("umount", root.toString()));
        Command.succeed("umount", layer.toString());
    }
}
