package vpceguard.model;

import java.util.Map;

/// The partitions of AWS, told apart by how the names of their Regions begin.
public final class Partition {
    /// All others are in `aws`.
    private static final Map<String, String> BEGINNINGS = Map.of(
            "cn", "aws-cn",
            "us-gov", "aws-us-gov",
            "eusc", "aws-eusc",
            "us-iso", "aws-iso",
            "us-isob", "aws-iso-b",
            "eu-isoe", "aws-iso-e",
            "us-isof", "aws-iso-f");

    private Partition() {}

    /// The name of the partition that a Region is in, such as `aws-cn`; `aws` if there is no Region.
    public static String of(String region) {
        return BEGINNINGS.entrySet().stream()
                .filter(partition -> region.startsWith(partition.getKey() + "-"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("aws");
    }
}
