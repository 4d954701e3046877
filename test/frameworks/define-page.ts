import 'odyssey-broadcast/define';
