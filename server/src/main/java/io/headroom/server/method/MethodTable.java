package io.headroom.server.method;

import io.headroom.server.exchange.DavMethod;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which class answers which method. */
public final class MethodTable {
    /** Methods of HTTP and of DAV extensions that exist but that no resource takes here: 405, not 501. */
    private static final Set<String> KNOWN = Set.of(
            "PATCH",
            "TRACE",
            "CONNECT",
            "REPORT",
            "SEARCH",
            "ACL",
            "BIND",
            "UNBIND",
            "REBIND",
            "MKCALENDAR",
            "VERSION-CONTROL",
            "CHECKOUT",
            "CHECKIN",
            "UNCHECKOUT",
            "ORDERPATCH");

    private static final Set<String> READING = Set.of("OPTIONS", "GET", "HEAD", "PROPFIND");

    private final Map<String, DavMethod> methods;

    public MethodTable(Services services) {
        DavMethod get = new GuardedMethod(Rights::requireShown, new GetMethod(services));
        TransferBuffers buffers = new TransferBuffers();
        WriteGate gate = services.gate();
        this.methods = Map.ofEntries(
                Map.entry("OPTIONS", new OptionsMethod(services, new AllowedMethods(services.isReadOnly()))),
                Map.entry("GET", get),
                Map.entry("HEAD", get),
                Map.entry("PROPFIND", new GuardedMethod(Rights::requireShown, new PropfindMethod(services))),
                Map.entry("PUT", changing(Rights::requireChange, gate, new PutMethod(services, buffers))),
                Map.entry("POST", changing(Rights::requireTreeChange, gate, new PostMethod(services, buffers))),
                Map.entry("MKCOL", changing(Rights::requireChange, gate, new MkcolMethod(services))),
                Map.entry("DELETE", changing(Rights::requireTreeChange, gate, new DeleteMethod(services))),
                Map.entry("COPY", changing(Rights::requireCopy, gate, new CopyMethod(services))),
                Map.entry("MOVE", changing(Rights::requireMove, gate, new MoveMethod(services))),
                Map.entry("PROPPATCH", changing(Rights::requireChange, gate, new ProppatchMethod(services))),
                Map.entry("LOCK", changing(Rights::requireTreeChange, gate, new LockMethod(services))),
                Map.entry("UNLOCK", changing(Rights::requireChange, gate, new UnlockMethod(services))));
    }

    private static DavMethod changing(GuardedMethod.Need need, WriteGate gate, DavMethod method) {
        return new GuardedMethod(need, new GatedMethod(gate, method));
    }

    public Optional<DavMethod> find(String method) {
        return Optional.ofNullable(methods.get(method));
    }

    /** Whether the method means something, though nothing here takes it. */
    public boolean isKnown(String method) {
        return KNOWN.contains(method);
    }

    /** Whether the method changes nothing. */
    public static boolean isReading(String method) {
        return READING.contains(method);
    }
}
