package io.headroom.server.app;

import io.headroom.server.http.AccessLog;
import java.time.Duration;
import java.util.Optional;

/**
 * Which logs are kept beside the server's own.
 *
 * @param access where the log of all requests goes; empty for none
 * @param format of its lines
 * @param audit where the log of all changes goes; empty for none
 * @param days for how long the files of past days are kept; zero for ever
 * @param slow from when on a request is slow; zero for never
 */
record LogSettings(Optional<String> access, AccessLog.Format format, Optional<String> audit, int days, Duration slow) {}
