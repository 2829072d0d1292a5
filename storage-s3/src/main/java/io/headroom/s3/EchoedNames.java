package io.headroom.s3;

import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Takes out of listings what they only repeat from the question. Ceph's gateway repeats it as it is, where it should escape it as it
 * does the keys; and the SDK, which unescapes everything, fails at a prefix such as {@code 100%}. Thread-safe.
 */
final class EchoedNames implements ExecutionInterceptor {
    /** Comes before the SDK's own look at the answer, as what is added last is asked first. */
    @Override
    public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
        if (context.response() instanceof ListObjectsV2Response listing) {
            return listing.toBuilder().prefix(null).startAfter(null).build();
        }
        if (context.response() instanceof ListObjectVersionsResponse listing) {
            return listing.toBuilder().prefix(null).keyMarker(null).build();
        }
        if (context.response() instanceof ListMultipartUploadsResponse listing) {
            return listing.toBuilder().prefix(null).keyMarker(null).build();
        }
        return context.response();
    }
}
