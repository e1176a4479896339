export const demo = {
	'demo.serving': '시뮬레이터 주소: {url}. 중지하려면 Ctrl+C를 누르세요. 도구를 연결하려면:',
	'demo.port-taken': '사용할 수 없는 포트입니다: {port}.',
	'demo.port-taken.next': '--port로 다른 포트를 지정하거나 --port를 빼세요.',
	'demo.begin': 'DEMO · 시나리오 {scenario} · 실제 시간의 {speed}배 속도 · 네트워크와 자격 증명 없음',
	'demo.answers': 'DEMO · 사람에게 묻지 않고 데모가 직접 답합니다(--ready continue --confirm {name} 지정과 같음).',
	'demo.gate.waiting':
		'DEMO · 배포가 승인을 기다립니다. 화면에서는 계속 진행, 중지, 중지 후 롤백 중에서 직접 선택합니다.',
	'demo.gate.continued':
		'DEMO · {minutes}분이 지나 데모가 대신 계속 진행합니다. 명령에서는 --ready continue와 같습니다.',
} as const;
