package io.headroom.server.admin;

import io.headroom.server.account.Accounts;
import io.headroom.server.capacity.Quotas;
import io.headroom.server.capacity.Rooms;
import io.headroom.server.monitor.CapacityMonitor;
import io.headroom.server.node.Nodes;
import io.headroom.server.text.Texts;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * What the administration shows and changes. None of it is closed by it.
 *
 * @param accounts of the metadata database
 * @param texts says why something does not fit
 * @param stateFolder where it says how to reach it, for the command line; empty for nowhere, and then nobody can change
 *     anything
 */
public record AdminParts(
        Rooms rooms,
        Quotas quotas,
        Accounts accounts,
        CapacityMonitor monitor,
        Nodes nodes,
        PrometheusMeterRegistry registry,
        Readiness readiness,
        Texts texts,
        Optional<Path> stateFolder,
        Clock clock) {}
