package io.headroom.s3.testkit;

/** Who a client is to an S3 server. */
public record AccessKeys(String accessKey, String secretKey) {}
