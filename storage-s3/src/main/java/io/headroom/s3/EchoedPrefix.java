package io.headroom.s3;

import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Drops the prefix that an answer repeats: Ceph's gateway doesn't encode it as it was asked to, and the SDK, which decodes it
 * nevertheless, fails at a percent sign. Nobody here reads it. Thread-safe.
 */
final class EchoedPrefix implements ExecutionInterceptor {
    /** Runs before the SDK's own. */
    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        SdkResponse response = context.response();
        if (response instanceof ListObjectsV2Response objects) {
            return objects.toBuilder().prefix(null).build();
        }
        if (response instanceof ListMultipartUploadsResponse uploads) {
            return uploads.toBuilder().prefix(null).build();
        }
        return response;
    }
}
