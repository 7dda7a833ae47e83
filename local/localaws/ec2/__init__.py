"""EC2: moto's, with VPC endpoints that behave as EC2's do, judged by the caller's role and told to CloudTrail."""
