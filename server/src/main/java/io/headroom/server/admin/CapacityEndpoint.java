package io.headroom.server.admin;

import io.headroom.spi.ByteSize;
import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Optional;

/** The room that is left as JSON: all of it, and whether something would fit. */
final class CapacityEndpoint {
    private static final int FOLDERS = 20;
    private static final int MOST_FOLDERS = 1000;

    private final AdminParts parts;

    CapacityEndpoint(AdminParts parts) {
        this.parts = parts;
    }

    /** With the parameter {@code folders}, a path, also the largest folders in it. */
    AdminAnswer all(AdminRequest request) {
        Optional<ResourcePath> folders = request.parameter("folders").map(text -> AdminRequest.pathOf("folders", text));
        int most = most(request);
        CapacityReport report = new CapacityReport(
                parts.clock().instant(),
                parts.monitor().look(),
                parts.rooms().reservations(),
                folders.map(path -> parts.rooms().largestFolders(path, most)).orElse(List.of()));
        return AdminAnswer.json(200, report.toJson());
    }

    private static int most(AdminRequest request) {
        String text = request.parameter("most").orElse(Integer.toString(FOLDERS));
        if (!text.matches("[1-9]\\d{0,3}") || Integer.parseInt(text) > MOST_FOLDERS) {
            throw new AdminRefusedException(
                    400, "The parameter 'most' must be a whole number from 1 to " + MOST_FOLDERS + ".");
        }
        return Integer.parseInt(text);
    }

    /** Yes and no are both a 200: the question was answered. */
    AdminAnswer fit(AdminRequest request) {
        ResourcePath path = request.requirePath();
        return AdminAnswer.json(
                200, ShortageJson.write(parts.rooms().fit(path, bytes(request.require("bytes"))), parts.texts()));
    }

    private static long bytes(String text) {
        try {
            return ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new AdminRefusedException(400, String.valueOf(e.getMessage()));
        }
    }
}
