import 'nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css';
import './page/page.css';
import './board/board.css';
import './care-home/residents.css';
import './burden/burden.css';
import './unmatched/unmatched.css';
import './sources/sources.css';
import './notifications/notifications.css';
