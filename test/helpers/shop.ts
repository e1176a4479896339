/** Flags that name the seeded application, deployment group and Elastigroup: with nobody there none is guessed. */
export const shopTargets = [
	'--application',
	'shop',
	'--deployment-group',
	'shop-bg',
	'--elastigroup',
	'sig-5a3c19e7',
] as const;

/** The version that comes after the seeded one, and its bundle. */
export const shopVersion = [
	'--set',
	'version=6.0',
	'--revision',
	's3://shop-releases-ap-northeast-2/shop/shop-6.0.zip',
] as const;

/** Everything that a first set-up names: an application, its group and an Elastigroup, all new. */
export const newShop = [
	'--application',
	'+new',
	'--new-application',
	'cart',
	'--deployment-group',
	'+new',
	'--new-deployment-group',
	'cart-bg',
	'--service-role',
	'arn:aws:iam::123456789012:role/CodeDeployServiceRole',
	'--group-target-groups',
	'shop-web-tg',
	'--elastigroup',
	'+new',
	'--elastigroup-name',
	'cart-web',
	'--vpc',
	'vpc-0a1b2c3d4e5f60001',
	'--subnets',
	'ap-northeast-2a:subnet-0a1b2c3d4e5f60a01',
	'--image',
	'ami-0a1b2c3d4e5f60001',
	'--security-groups',
	'sg-0a1b2c3d4e5f60001',
	'--on-demand-type',
	'm5.large',
	'--spot-types',
	'm5.large,m5a.large',
	'--instance-profile',
	'CodeDeploy-EC2-Profile',
] as const;
