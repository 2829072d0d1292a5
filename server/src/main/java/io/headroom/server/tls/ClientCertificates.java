package io.headroom.server.tls;

import java.nio.file.Path;

/**
 * What is asked of clients.
 *
 * @param authorities PEM file with the certificates of those who may vouch for clients
 * @param required whether nobody gets a connection without a certificate; else who has none, or one that doesn't count, logs in in
 *     another way
 */
public record ClientCertificates(Path authorities, boolean required) {}
