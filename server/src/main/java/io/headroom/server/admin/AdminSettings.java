package io.headroom.server.admin;

/**
 * Where the administration listens.
 *
 * @param host address
 * @param port 0 for any free one
 * @param portNamed whether somebody asked for this port; else a free one is as good when it is taken
 */
public record AdminSettings(String host, int port, boolean portNamed) {}
