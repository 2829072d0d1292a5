package io.headroom.server.app;

/** Which Headroom this is. */
final class Version {
    private Version() {}

    /** As the jar says; {@code development} when it runs from classes. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
