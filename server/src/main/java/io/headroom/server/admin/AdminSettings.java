package io.headroom.server.admin;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the administration listens.
 *
 * @param host address
 * @param port 0 for any free one
 * @param portNamed whether somebody asked for this port; else a free one is as good when it is taken
 * @param stateFolder where {@link AdminFile} is put; empty for nowhere, and then nobody can change anything
 */
public record AdminSettings(String host, int port, boolean portNamed, Optional<Path> stateFolder) {}
