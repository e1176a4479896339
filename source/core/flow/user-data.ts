/** Operating systems that Spot knows; older accounts need `(Amazon VPC)` behind them (docs/facts.md SPOT 2.7). */
export const products = ['Linux/UNIX', 'Windows', 'Red Hat Enterprise Linux', 'SUSE Linux'] as const;

/**
 * The start-up script offered for a product (B5). The region is written in, because the agent must not ask the
 * instance's metadata without a token (docs/facts.md CD 5.4).
 */
export const userDataFor = (product: string, region: string): string =>
	product.startsWith('Windows') ? windows(region) : linux(region);

/** Amazon Linux 2, Amazon Linux 2023, Red Hat and Ubuntu: told apart by their package manager. */
const linux = (region: string): string => `#!/bin/bash
# Installs the SSM agent and the CodeDeploy agent at the first start.
set -u
REGION=${region}
ARCH=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')

if command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -y
  apt-get install -y ruby-full wget
  systemctl is-enabled snap.amazon-ssm-agent.amazon-ssm-agent >/dev/null 2>&1 || snap install amazon-ssm-agent --classic
else
  PACKAGES=$(command -v dnf || command -v yum)
  "$PACKAGES" install -y ruby wget
  systemctl is-enabled amazon-ssm-agent >/dev/null 2>&1 ||
    "$PACKAGES" install -y "https://s3.$REGION.amazonaws.com/amazon-ssm-$REGION/latest/linux_$ARCH/amazon-ssm-agent.rpm"
  systemctl enable --now amazon-ssm-agent
fi

cd /tmp
wget -q "https://aws-codedeploy-$REGION.s3.$REGION.amazonaws.com/latest/install" -O codedeploy-install
chmod +x codedeploy-install
# Ubuntu 20.04 needs the installer's output in a file.
./codedeploy-install auto >/tmp/codedeploy-install.log 2>&1
systemctl enable --now codedeploy-agent
`;

const windows = (region: string): string => String.raw`<powershell>
# Installs the CodeDeploy agent at the first start; the SSM agent is part of Amazon's Windows images.
$region = '${region}'
$folder = 'C:\temp'
New-Item -ItemType Directory -Force -Path $folder | Out-Null
$installer = "$folder\codedeploy-agent.msi"
Invoke-WebRequest -Uri "https://aws-codedeploy-$region.s3.$region.amazonaws.com/latest/codedeploy-agent.msi" -OutFile $installer
Start-Process -Wait -FilePath msiexec.exe -ArgumentList "/i $installer /quiet /l $folder\codedeploy-agent.log"
Start-Service -Name codedeployagent
</powershell>
`;
