package io.headroom.server.admin;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which endpoint answers which method on which path. Filled at the start, then only read. */
final class AdminRoutes {
    private final Map<String, Map<String, AdminEndpoint>> endpoints = new TreeMap<>();

    AdminRoutes add(String method, String path, AdminEndpoint endpoint) {
        endpoints.computeIfAbsent(path, any -> new TreeMap<>()).put(method, endpoint);
        return this;
    }

    /** @throws AdminRefusedException 404 or 405 */
    AdminEndpoint find(AdminRequest request) {
        Map<String, AdminEndpoint> methods = endpoints.get(request.path());
        if (methods == null) {
            throw new AdminRefusedException(
                    404, "There is nothing at this address. There is: " + String.join(" ", endpoints.keySet()));
        }
        AdminEndpoint endpoint = methods.get(request.method());
        if (endpoint == null) {
            String allow = String.join(", ", allowed(methods));
            throw new AdminRefusedException(
                    405, request.method() + " is not possible here, but " + allow + " is.", Map.of("Allow", allow));
        }
        return endpoint;
    }

    private static List<String> allowed(Map<String, AdminEndpoint> methods) {
        return methods.keySet().stream()
                .flatMap(method -> (method.equals("GET") ? List.of(method, "HEAD") : List.of(method)).stream())
                .toList();
    }
}
