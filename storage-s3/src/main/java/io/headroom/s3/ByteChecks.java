package io.headroom.s3;

import io.headroom.s3.S3Settings.Checksums;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * What goes along with bytes, so that the store refuses them when they were damaged on their way.
 *
 * @param md5 for {@code Content-MD5}, in Base64
 * @param crc32 for {@code x-amz-checksum-crc32}, in Base64
 */
record ByteChecks(Optional<String> md5, Optional<String> crc32) {
    static ByteChecks of(ObjectBody body, Checksums checksums) {
        return switch (checksums) {
            case MD5 -> new ByteChecks(Optional.of(md5(body)), Optional.empty());
            case CRC32 -> new ByteChecks(Optional.empty(), Optional.of(crc32(body)));
            case AUTO, SIGNATURE, NONE -> new ByteChecks(Optional.empty(), Optional.empty());
        };
    }

    private static String md5(ObjectBody body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(body.buffer(), 0, body.length());
            return base64(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private static String crc32(ObjectBody body) {
        CRC32 sum = new CRC32();
        sum.update(body.buffer(), 0, body.length());
        return base64(
                ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    void addTo(PutObjectRequest.Builder request) {
        md5.ifPresent(request::contentMD5);
        crc32.ifPresent(request::checksumCRC32);
    }

    void addTo(UploadPartRequest.Builder request) {
        md5.ifPresent(request::contentMD5);
        crc32.ifPresent(request::checksumCRC32);
    }
}
