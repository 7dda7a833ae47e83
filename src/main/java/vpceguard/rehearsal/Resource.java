package vpceguard.rehearsal;

import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.model.Arn;
import vpceguard.model.Partition;
import vpceguard.perimeter.Perimeter;
import vpceguard.policy.Request;

/// What a recorded call was made upon, from the record's `resources`, or for S3 from the request's parameters.
record Resource(Json event, String source, String name) {
    /// Judged object by object, of which the record names none.
    private static final Set<String> OF_MANY_OBJECTS = Set.of("DeleteObjects");

    /// Judged upon one thing after the other, of which a record may name the last alone.
    private static final Set<String> OF_SEVERAL =
            Set.of("CopyObject", "UploadPartCopy", "ReEncrypt", "BatchGetSecretValue", "StartMessageMoveTask");

    private static final Set<String> OF_UPLOADS = Set.of(
            "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload", "AbortMultipartUpload", "ListParts");

    /// The ARN; unknown if there is none, or more than one.
    String arn() {
        if (OF_MANY_OBJECTS.contains(name) || OF_SEVERAL.contains(name)) {
            return Request.UNKNOWN;
        }
        var arns = event.itemsAt("resources")
                .flatMap(resource -> CallReader.text(resource, "ARN").stream())
                .filter(arn -> arn.startsWith("arn:"))
                .distinct()
                .toList();
        if (isS3()) {
            return arns.stream()
                    .filter(arn -> arn.contains("/"))
                    .findFirst()
                    .or(() -> arns.stream().findFirst())
                    .or(this::ofParameters)
                    .filter(arn -> arn.contains("/") || !isOfObject())
                    .orElse(Request.UNKNOWN);
        }
        return arns.size() == 1 ? arns.getFirst() : Request.UNKNOWN;
    }

    /// The account that owns it, by the record or by the ARN.
    Optional<String> owner() {
        var told = event.itemsAt("resources")
                .flatMap(resource -> CallReader.account(resource, "accountId").stream())
                .toList();
        if (OF_SEVERAL.contains(name) && told.size() < 2) {
            return Optional.empty();
        }
        if (told.stream().distinct().count() == 1) {
            return Optional.of(told.getFirst());
        }
        return told.isEmpty()
                ? Arn.of(arn())
                        .map(Arn::account)
                        .filter(account -> Perimeter.ACCOUNT.matcher(account).matches())
                : Optional.empty();
    }

    private boolean isS3() {
        return source.equals("s3.amazonaws.com");
    }

    /// Whether a bucket alone says too little.
    private boolean isOfObject() {
        return (name.contains("Object") && !name.startsWith("List")) || OF_UPLOADS.contains(name);
    }

    private Optional<String> ofParameters() {
        var region = event.textAt("awsRegion").orElse("");
        return CallReader.text(event, "requestParameters", "bucketName")
                .filter(bucket -> !bucket.startsWith("arn:"))
                .map(bucket -> "arn:" + Partition.of(region) + ":s3:::" + bucket
                        + CallReader.text(event, "requestParameters", "key")
                                .map("/"::concat)
                                .orElse(""));
    }
}
