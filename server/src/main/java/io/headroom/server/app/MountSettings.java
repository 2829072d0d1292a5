package io.headroom.server.app;

import io.headroom.spi.path.ResourcePath;
import java.util.Map;

/**
 * One storage beside the main one.
 *
 * @param place where it is seen; not the root
 * @param location what is mounted
 * @param bucket what was set of the settings for S3, for all and for this one
 */
public record MountSettings(ResourcePath place, StorageLocation location, Map<Setting, String> bucket) {}
