export const demo = {
	'demo.serving': '시뮬레이터 주소: {url}. 중지하려면 Ctrl+C를 누르세요. 도구를 연결하려면:',
	'demo.port-taken': '사용할 수 없는 포트입니다: {port}.',
	'demo.port-taken.next': '--port로 다른 포트를 지정하거나 --port를 빼세요.',
	'demo.begin': 'DEMO · 시나리오 {scenario} · 실제 시간의 {speed}배 속도 · 네트워크와 자격 증명 없음',
} as const;
